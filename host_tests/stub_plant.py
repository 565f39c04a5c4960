"""A machine that stands still, for tests of what is bolted to it."""


class StubPlant:
    """Every attribute the board reads or writes; step() only lets time pass."""

    def __init__(self, machine="monobloc_r290", emitter="water", weather=None, seed=1, house=None):
        self.machine, self.emitter, self.weather = machine, emitter, weather
        self.compressor = self.reverse = self.fan = self.pump = self.heater = self.crankcase = 0
        self.t_outdoor_C, self.rh, self.ghi_W = 2.0, 0.84, 0.0
        self.t_coil_C, self.t_suction_C, self.t_discharge_C = -6.0, 1.0, 60.0
        self.t_liquid_C, self.t_supply_C, self.t_return_C, self.t_room_C = 33.0, 35.0, 30.0, 20.0
        self.p_suction_Pa, self.p_discharge_Pa = 4.0e5, 13.0e5
        self.flow_kgps, self.power_W, self.electric_J = 0.3, 1500.0, 0.0
        self.valve, self.valve_stuck = 0.0, None
        self.fan_mul = self.flow_mul = self.charge = 1.0
        self.coil_block = 0.0
        self.ice_never_melts = self.rotor_locked = self.motor_open = False
        self.grid_ok = True
        self.clock_s = 0.0
        self.steps_s = []

    def step(self, dt_s):
        self.clock_s += dt_s
        self.electric_J += self.power_W * dt_s
        self.steps_s.append(dt_s)
