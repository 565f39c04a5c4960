"""The refrigerant circuit: one Euler step of everything fast.

States of either coil: U, J, the energy of its refrigerant; M, kg, the mass; W, degC, the metal.
T, degC, the saturation temperature, follows from U = M h_liquid(T) + V chi(T) by one Newton step a
step: what one step leaves over, the next corrects, because U is the state.  Pressures are those of
saturation at T, so each side fills and empties by its own balances of mass and energy.

Every joule is moved once: subtracted here, added there, so the balance closes to rounding.

`step` is one long function on purpose.  A call costs 0.2 us on MicroPython and an attribute
0.04..0.09 us, as much as a multiplication; at 35 us a step there is room for 200 of them.
So parameters and states come in as tuples and are locals from there on; all that changes slowly
(house, weather, air flow, moisture) is in `surroundings`, called every SLOW_s.
"""

from math import sqrt

import micropython

from . import ledger, surroundings, tables
from .machines import build
from .surroundings import SLOW_s

_MELT_J_kg = 334.0e3
_MIXING_Pa = 1.0e5      # below this difference expansion flow is linear: no infinite slope


class Plant:
    """machine: a name of machines.MACHINES.  emitter: "water" or "air".  weather: an object with
    at(clock_s) that sets its t_outdoor_C, rh (0..1) and ghi_W; None: those attributes here hold.
    house: changes to single parameters, {name: number}; see machines.HOUSE.
    """

    def __init__(self, machine="monobloc_r290", emitter="water", weather=None, seed=1, house=None):
        m = build(machine, emitter, house)
        fluid = __import__("plant.props_" + m["fluid"], None, None, ("WORK",))
        self.machine = m
        self.fluid = fluid
        self.emitter = emitter
        self.weather = weather
        self.seed = seed                # nothing here is random; kept for the report
        self.tables = tables.make(fluid)
        # what the relays command
        self.compressor = 0             # 0..1.2, part of full speed
        self.reverse = 0                # 1: the outdoor coil condenses
        self.fan = 0                    # 0..1, outdoor fan, brine or well pump
        self.pump = 0                   # 0..1, water pump or indoor fan
        self.heater = 0                 # 0..1, backup heater
        self.crankcase = 0              # 0..1
        self.tank_valve = 0             # 1: the water goes to the hot-water tank
        # the world, where no weather sets it
        self.t_outdoor_C = 2.0
        self.rh = 0.84
        self.ghi_W = 0.0
        # faults, all neutral
        self.fan_mul = 1.0              # outdoor air flow, times
        self.flow_mul = 1.0             # water or indoor air flow, times
        self.charge = 1.0               # refrigerant, times the right amount
        self.coil_block = 0.0           # part of the outdoor face that is covered, 0..1
        self.ice_never_melts = False
        self.rotor_locked = False
        self.motor_open = False
        self.valve_stuck = None         # or the position it is stuck at, 0..1
        self.grid_ok = True
        # held by a test bench instead of a house, or None
        self.pin_return_C = None
        self.pin_room_C = None
        surroundings.start(self)

    @micropython.native
    def step(self, dt):
        """One Euler step of dt seconds; a longer one than 1 s is taken in equal parts."""
        if dt > 1.0:
            parts = int(dt) if dt == int(dt) else int(dt) + 1
            for _ in range(parts):
                self.step(dt / parts)
            return
        if (self._x[18] >= SLOW_s or self._fan != self.fan or self._pump != self.pump
                or self._grid != self.grid_ok):
            surroundings.advance(self)
        (Uo, Mo, To, Wo, Ui, Mi, Ti, Wi, Tsh, Tdis, z, valve, frost, water,
         qo_J, qi_J, el_J, loss_J, since) = self._x
        (sat, vap, liq, vapour_K, liquid_K, low_C, last, Vo, Vi, Ro, Ri, full_o, full_i, film_o,
         film_i, flood_o, flood_i, per_Co, per_Ci, per_Csh, shell_W_K, gas_W_K, expansion,
         expansion_back, bleed, static_K, gradient_K, per_bulb, friction_W, drive_W, work_sh,
         drive, swept, vol0, vol1, isen, off_best, best,
         q00, q01, q02, q03, q10, q11, q12, q20, q21, q30) = self._fixed
        (aux_W, t_amb, t_src, t_warm, src_W_K, latent_W, melt_W_K, freeze_W_K, t_ret, in_W_K,
         in_latent_W, per_W) = self._now

        # four-way valve
        if valve != self.reverse or self.valve_stuck is not None:
            valve = self._shift(valve, dt)
        reversed_ = valve > 0.5
        if reversed_:
            U, M, T = Ui, Mi, Ti        # low side: its coil, what flows through that
            W, V, R = Wi, Vi, Ri
            full, t_in = full_i, t_ret
            U2, M2, T2 = Uo, Mo, To     # high side
            W2, V2, R2 = Wo, Vo, Ro
            full2, film2, flood2 = full_o, film_o, flood_o
            t_in2, expansion = t_src, expansion_back
        else:
            U, M, T = Uo, Mo, To
            W, V, R = Wo, Vo, Ro
            full, t_in = full_o, t_warm
            U2, M2, T2 = Ui, Mi, Ti
            W2, V2, R2 = Wi, Vi, Ri
            full2, film2, flood2 = full_i, film_i, flood_i
            t_in2 = t_ret

        # saturation, low side
        x = T - low_C
        if x < 0.0:
            x = 0.0
        i = int(x)
        if i >= last:           # the end of the table: straight on, for 3 K
            i = last
            if x > last + 3.0:
                x = last + 3.0
        f = x - i
        p, dp, hl, dhl, chi, dchi, hg, dhg, rho, drho = sat[i]
        p += f * dp
        hl += f * dhl
        chi += f * dchi
        hg += f * dhg
        rho += f * drho
        v0, dv0, v1, dv1, v2, dv2, v3, dv3, r0, glide = vap[i]
        v0 += f * dv0
        v1 += f * dv1
        v2 += f * dv2
        v3 += f * dv3
        # and high side
        x = T2 - low_C
        if x < 0.0:
            x = 0.0
        i = int(x)
        if i >= last:           # the end of the table: straight on, for 3 K
            i = last
            if x > last + 3.0:
                x = last + 3.0
        f = x - i
        p2, dp2, hl2, dhl2, chi2, dchi2, hg2, dhg2, rho2, drho2 = sat[i]
        p2 += f * dp2
        hl2 += f * dhl2
        chi2 += f * dchi2
        hg2 += f * dhg2
        rho2 += f * drho2
        c0, dc0, c1, dc1, c2, dc2, c3, dc3, _, glide2 = vap[i]
        l0, dl0, l1, dl1, l2, dl2 = liq[i]

        # where the liquid is
        wet = (M - V * rho) / full
        if wet < 0.0:               # not even full of vapour: pressure falls with mass
            y = M / (V * rho)
            p *= y
            rho *= y
            wet = 0.0
        pool2 = M2 - V2 * rho2
        if pool2 < 0.0:
            p2 *= M2 / (V2 * rho2)
        flooded = (pool2 - film2) / flood2
        if flooded > 0.0:
            if flooded > 0.9:
                flooded = 0.9
            y = 10.0 * flooded
            subcooling = (T2 - glide2 - t_in2) * y / (1.0 + y)
            if subcooling < 0.0:
                subcooling = 0.0
            h3 = hl2 - subcooling * (l0 + f * dl0 + subcooling * (l1 + f * dl1)
                                     + (l2 + f * dl2) / (subcooling + liquid_K))
            # saturated liquid flashes before it is through, and less of it passes
            dense = (1.5 + subcooling) / (2.5 + subcooling)
        else:
            subcooling = 0.0
            gas = -flooded * flood2 / film2
            if gas > 1.0:
                gas = 1.0
            dense = 0.6 - 0.45 * gas
            flooded = 0.0
            h3 = hl2 + gas * gas * (hg2 - hl2)

        # superheat, or liquid carried over
        liquid = 0.0
        if wet < 1.0:
            superheat = t_in - T - glide
            if superheat > 0.0:
                y = 12.0 - 12.0 * wet
                superheat = superheat * y / (1.0 + y)
            else:
                superheat = 0.0
            y = 1.0 / (superheat + vapour_K)
            h1 = hg + superheat * (v0 + y * (v1 + y * (v2 + y * v3)))
            rho1 = rho / (1.0 + superheat * r0)
        else:
            superheat = 0.0
            liquid = 2.0 * wet - 2.0
            if liquid > 0.4:
                liquid = 0.4
            h1 = hg - liquid * (hg - hl)
            rho1 = rho / (1.0 - liquid)
            wet = 1.0

        # expansion
        lift_Pa = p2 - p
        if lift_Pa >= 0.0:
            mx = z * expansion * dense * lift_Pa / sqrt(lift_Pa + _MIXING_Pa)
            if mx * dt > 0.3 * M2:
                mx = 0.3 * M2 / dt
        else:
            mx = z * expansion * 0.3 * lift_Pa / sqrt(_MIXING_Pa - lift_Pa)
            h3 = hl
            if mx * dt < -0.3 * M:
                mx = -0.3 * M / dt
        # compressor
        speed = self.compressor
        if speed > 0.0 and self.grid_ok and not (self.motor_open or self.motor_hot):
            if speed != self._spin:         # an inverter takes its time upwards
                y = self._spin + dt * self._per_ramp
                if y < self._first_speed:
                    y = self._first_speed
                if y < speed:
                    speed = y
                self._spin = speed
            if self.rotor_locked:
                W_W = self.machine["locked_W"]
                m = 0.0
                el = W_W * drive + aux_W
                Tsh += W_W * dt * per_Csh
                h2 = h1
            else:
                ratio = p2 / p
                volumetric = vol0 - vol1 * ratio
                if volumetric < 0.2:
                    volumetric = 0.2
                m = speed * swept * volumetric * rho1
                if m * dt > 0.7 * M + mx * dt:
                    m = 0.7 * M / dt + mx
                # isentropic work by the lift, over the efficiency
                y = T2 - T
                if y < 3.0:
                    y = 3.0
                    ratio = 1.1
                w = ratio - best
                w = isen - off_best * w * w / ratio
                if w < 0.3:
                    w = 0.3
                y *= (q00 + T2 * (q01 + T2 * (q02 + T2 * q03))
                      + T * (q10 + T2 * (q11 + T2 * q12) + T * (q20 + T2 * q21 + T * q30)))
                W_W = (m * y * (1.0 + work_sh * (superheat - 5.0)) / w
                       + friction_W * speed + drive_W)
                el = W_W * drive + aux_W
                # the gas warms the shell on its way out; its temperature by one Newton step
                if m > 1e-6:
                    g = gas_W_K / m
                    y = g * (Tdis - Tsh)
                    h2 = h1 + W_W / m - y
                    Tsh += y * m * dt * per_Csh
                    y = Tdis - T2 - glide2
                    if y < 0.0:
                        y = 0.0
                    w = 1.0 / (y + vapour_K)
                    c0 += f * dc0 + w * (c1 + f * dc1 + w * (c2 + f * dc2 + w * (c3 + f * dc3)))
                    # (its slope: about that of the chord)
                    Tdis += (h2 - hg2 - y * c0) / (c0 + g)
                else:
                    h2 = h1
                    Tsh += W_W * dt * per_Csh
                if Tdis < T2:
                    Tdis = T2
            # the bulb feels superheat, or liquid, and the valve follows it
            y = (superheat - liquid * 30.0 - static_K) / gradient_K
            if y > 1.0:
                y = 1.0
            elif y < 0.03:
                y = 0.03
            z += (y - z) * dt * per_bulb
        else:
            m = 0.0
            W_W = 0.0
            h2 = h1
            el = aux_W
            self._spin = 0.0
            z += (bleed - z) * dt * per_bulb
            Tdis += (Tsh - Tdis) * dt * 0.02
            if lift_Pa < 0.0:
                # the discharge check valve lets a lower discharge side fill
                m = -lift_Pa * 2e-8
                if m * dt > 0.1 * M:
                    m = 0.1 * M / dt
        y = shell_W_K * (Tsh - t_amb)
        Tsh -= y * dt * per_Csh
        loss_J += (y + W_W * (drive - 1.0)) * dt
        el_J += el * dt

        if lift_Pa > 3.3e6 or (0.02 < valve < 0.98 and lift_Pa > 0.0):
            # hot gas short-circuits through a slide that stands between its ends
            # (and above 3.3 MPa through the scroll's own relief valve)
            y = valve * (1.0 - valve) * self.machine["short_kg_s_Pa"] * lift_Pa
            if lift_Pa > 3.3e6:
                y += (lift_Pa - 3.3e6) * 1e-7
            if y * dt > 0.2 * M2:
                y = 0.2 * M2 / dt
            M += y * dt
            M2 -= y * dt
            U += y * dt * hg2
            U2 -= y * dt * hg2

        # refrigerant and metal, low side: heat by the temperature the step will end with
        y = (mx - m) * dt
        M += y
        M2 -= y
        y = (mx * h3 - m * h1) * dt
        U += y
        if W > T:
            g = R * wet * dt
        else:
            g = R * dt
        # (the compressor too draws by it: a side that is nearly dry answers in 0.1 s)
        slope = M * dhl + V * dchi
        by = m * drho / rho * dt
        f = (U - M * hl - V * chi + g * (W - T)) / (slope + g + by * (h1 - hl))
        T += f
        by *= f
        if by > 0.3 * M:
            by = 0.3 * M
        elif by < -0.9 * m * dt:
            by = -0.9 * m * dt
        M -= by
        M2 += by
        y = g * (W - T)
        U += y - by * h1
        U2 += by * h1
        U2 += (m * h2 - mx * h3) * dt
        if W2 > T2:
            g = pool2 / full2
            g = 0.0 if g < 0.0 else (R2 * dt if g > 1.0 else R2 * g * dt)
        else:
            g = R2 * (1.0 - flooded) * dt
        slope = M2 * dhl2 + V2 * dchi2
        y2 = g * (W2 - T2 - (U2 - M2 * hl2 - V2 * chi2) / slope) / (1.0 + g / slope)
        U2 += y2
        T2 += (U2 - M2 * hl2 - V2 * chi2) / slope
        if reversed_:
            Ui, Mi, Ti = U, M, T
            Uo, Mo, To = U2, M2, T2
            y, y2 = y2, y
        else:
            Uo, Mo, To = U, M, T
            Ui, Mi, Ti = U2, M2, T2
        # y into the refrigerant outdoors, y2 indoors
        x = (src_W_K * (t_src - Wo) + latent_W) * dt
        qo_J += x
        if Wo > 0.0:
            if frost > 0.0:
                w = melt_W_K * Wo * dt
                g = w / _MELT_J_kg
                if g > frost:
                    g = frost
                    w = g * _MELT_J_kg
                frost -= g
                water += g
                x -= w
        elif water > 0.0:
            w = freeze_W_K * Wo * dt
            g = w / _MELT_J_kg
            if g < -water:
                g = -water
                w = g * _MELT_J_kg
            frost -= g
            water += g
            x -= w
        Wo += (x - y) * per_Co
        x = in_W_K * (Wi - t_ret)
        Wi -= ((x - in_latent_W) * dt + y2) * per_Ci
        self.t_supply_C = t_ret + x * per_W
        x -= in_latent_W
        qi_J += x * dt
        self.clock_s += dt
        since += dt
        self._x = (Uo, Mo, To, Wo, Ui, Mi, Ti, Wi, Tsh, Tdis, z, valve, frost, water,
                   qo_J, qi_J, el_J, loss_J, since)

        # what probes and meters see
        self.p_suction_Pa = p
        self.p_discharge_Pa = p2
        if m > 0.0:
            self.t_suction_C = T + glide + superheat
        else:
            self.t_suction_C += (t_amb - self.t_suction_C) * dt * 0.004
        self.t_discharge_C = Tdis
        self.t_liquid_C = T2 - glide2 - subcooling
        self.t_coil_C = Wo
        self.power_W = el
        self.heat_W = x
        self.power_compressor_W = el - aux_W
        self.valve = valve
        self.frost_kg = frost
        self.refrigerant_kgps = m
        self.superheat_K = superheat
        self.subcooling_K = subcooling

    def _shift(self, valve, dt):
        """The slide moves only while the pressure difference pushes it, and may stick half way."""
        m = self.machine
        if self.valve_stuck is not None:
            return self.valve_stuck
        lift = self.p_discharge_Pa - self.p_suction_Pa
        if valve == 0.0 or valve == 1.0:
            if lift < m["valve_start_Pa"] or lift > m["valve_most_Pa"]:
                return valve
        elif -m["valve_hold_Pa"] < lift < m["valve_hold_Pa"]:
            return valve                # past the middle the two pipes have changed their names
        by = dt / m["valve_travel_s"]
        if self.reverse > valve:
            valve += by
            return 1.0 if valve > 1.0 else valve
        valve -= by
        return 0.0 if valve < 0.0 else valve

    def settle(self):
        """Bring the totals up to this step; they are otherwise up to four seconds old."""
        surroundings.advance(self)

    def stored(self):
        """Energy in store, J (from an arbitrary zero): differences close the balance."""
        return ledger.stored_J(self)

    def energy_error(self):
        """Joules in store since the start that nobody brought: rounding only."""
        surroundings.advance(self)
        return ledger.energy_error_J(self)

    def water_error(self):
        """Kilograms of ice and water since the start that nobody brought: rounding only."""
        surroundings.advance(self)
        return ledger.water_error_kg(self)
