"""A rig in each kind of run, steady for minutes, or tripped; the weathers that lead there."""

from rig import Rig

COLD = {"t_return": 20, "t_supply": 20}
WARM = {"t_return": 40, "t_supply": 44}
HEAT_WAVE = {"t_outdoor": 32, "t_coil": 32, "t_room": 27, "t_return": 24, "t_supply": 24}
MILD = {"t_return": 33, "t_supply": 33}
ICED = {"t_outdoor": 1, "t_coil": -14}


def heating(**kw):
    rig = Rig(**kw).jump(**COLD)
    rig.until("HEAT", 500)
    return rig.run(300)


def cooling(**kw):
    rig = Rig(**kw).jump(**HEAT_WAVE)
    rig.until("COOL", 500)
    rig.turn(t_coil=45, t_supply=15)
    return rig.run(300)


def defrosting():
    rig = heating().turn(**ICED)
    rig.until("DEFROST", 3000)
    return rig.run(61)


def modes_seen(rig):
    return [name for name, _ in rig.log]


def reason(rig):
    return rig.log[-1][1]


def welded():
    """The contactor sticks: the lamp is out, and meter and pressures say that it runs."""
    rig = heating()
    rig.unit.on = False
    rig.until("RUN_ON", 10)
    rig.power_W = 1800
    rig.run(31, circuit=False)
    return rig


def tripped():
    rig = heating().turn(p_suction=400, p_discharge=2950)
    rig.run(3, circuit=False)
    return rig


def lock_out(rig, acknowledge_early=False):
    for _ in range(3):
        rig.until("HEAT", 1200)
        rig.run(5)
        rig.unit.acknowledged = acknowledge_early
        rig.turn(p_suction=400, p_discharge=2950).run(3, circuit=False)
    rig.until("LOCKOUT", 100)
    return rig


def heating_the_tank(**knobs):
    rig = Rig(tank=True).jump(**{**MILD, "t_tank": 38, **knobs})
    rig.until("TANK", 500)
    return rig.turn(t_supply=40).run(300)


def boosting():
    rig = heating_the_tank().turn(t_supply=58.5, t_tank=44)
    rig.until("TANK_ON", 60)
    rig.turn(t_supply=50).until("BOOST", 900)
    return rig.run(30)
