"""Every joule and every kilogram of water, counted where it moves: the balance must close."""

from .coil import ICE_J_kg


def start(plant):
    # energy, J: what came ...
    plant.electric_J = 0.0      # from the mains
    plant.source_J = 0.0        # from air, brine or well, latent heat included
    plant.wet_J = 0.0           # heat of fusion that came with water rather than ice
    plant.gain_J = 0.0          # sun and people
    plant.moist_J = 0.0         # moisture of the rooms, condensed on an indoor coil
    plant.charge_J = 0.0        # with refrigerant that was added (lost: negative)
    # ... and went
    plant.loss_J = 0.0          # compressor shell and inverter, to ambient
    plant.aux_J = 0.0           # fan, pump and standby power
    plant.pump_J = 0.0          # of that, the pump's or indoor fan's
    plant.crankcase_J = 0.0     # into the shell
    plant.house_loss_J = 0.0    # walls and windows
    plant.bench_J = 0.0         # a test bench that holds return or room temperature
    plant.drain_J = 0.0         # heat of fusion with water that dripped away
    plant.tap_J = 0.0           # hot water tapped, and the tank's loss
    # what the machine did
    plant.heat_J = 0.0          # to the house, defrost counted negative
    plant.heater_J = 0.0        # of the backup heater, to house or tank
    plant.cold_J = 0.0          # from the house in cooling, positive
    # water, kg
    plant.vapour_kg = 0.0       # net, from the air to the coil
    plant.drained_kg = 0.0


def stored_J(plant):
    m = plant.machine
    Uo, _, _, Wo, Ui, _, _, Wi, Tsh = plant._x[:9]
    water = plant._x[13]
    total = Uo + Ui + m["out_C_J_K"] * Wo + m["in_C_J_K"] * Wi + m["shell_J_K"] * Tsh
    total += ICE_J_kg * water
    if plant.emitter == "water":
        house_C, tank_C = plant.t_return_C, plant.t_aside_C
        if plant.at_tank:
            house_C, tank_C = tank_C, house_C
        total += m["loop_J_K"] * house_C + m["emitter_J_K"] * plant.t_emitter_C
        if m["tank_J_K"] > 0.0:
            total += m["tank_loop_J_K"] * tank_C + m["tank_J_K"] * plant.t_tank_C
    return total + m["room_J_K"] * plant.t_room_C + m["mass_J_K"] * plant.t_mass_C


def came_J(plant):
    return (plant.electric_J + plant.source_J + plant.wet_J + plant.gain_J + plant.moist_J
            + plant.charge_J)


def went_J(plant):
    return (plant.loss_J + plant.aux_J + plant.house_loss_J + plant.bench_J + plant.drain_J
            + plant.tap_J)


def energy_error_J(plant):
    """Joules in store that nobody brought."""
    return stored_J(plant) - plant._stored0_J - came_J(plant) + went_J(plant)


def water_error_kg(plant):
    """Kilograms of ice and water that nobody brought."""
    return plant._x[12] + plant._x[13] + plant.drained_kg - plant.vapour_kg
