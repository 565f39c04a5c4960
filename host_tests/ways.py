"""A way into every mode that lasts, on the table of rig.py."""

from rig import Rig
from runs import COLD, HEAT_WAVE, ICED, MILD, WARM


def _idle(then="IDLE"):
    rig = Rig().jump(t_return=40, t_supply=40)
    rig.until(then, 500)
    return rig


def _mild(then="STANDBY", on=True):
    rig = Rig(settings={"season": 0})
    rig.unit.on = on
    rig.until(then, 1000)
    return rig


def _frost():
    rig = _mild().turn(t_return=3.5, t_supply=3.5)
    rig.until("FROST", 30)
    return rig


def _exercise():
    rig = _mild()
    rig.run(60).unit.demand.schedule._still_min = 72 * 60
    rig.until("EXERCISE", 61)
    return rig


def _heat(then="HEAT"):
    rig = Rig().jump(**COLD)
    rig.until(then, 500)
    return rig


def _run_on():
    rig = _heat().run(300).turn(t_return=40, t_supply=44)
    rig.until("RUN_ON", 3000)
    return rig


def _defrost(then="DEFROST"):
    rig = _heat().run(300).turn(**ICED)
    rig.until(then, 3000)
    return rig


def _after_defrost(then):
    rig = _defrost().run(61).turn(t_coil=20)
    rig.until(then, 200)
    return rig


def _restart():
    rig = _after_defrost("BACK")
    rig.until("RESTART", 40, circuit=False)
    return rig


def _cool(then="COOL"):
    rig = Rig().jump(**HEAT_WAVE)
    rig.until(then, 500)
    return rig.turn(t_coil=45, t_supply=15)


def _cool_on():
    rig = _cool().run(300)
    rig.turn(t_return=14)
    rig.until("COOL_ON", 400)
    return rig


def _tank(then="TANK"):
    rig = Rig(tank=True).jump(**{**MILD, "t_tank": 38})
    rig.until(then, 500)
    return rig.turn(t_supply=40) if then == "TANK" else rig


def _tank_on():
    rig = _tank().run(300).turn(t_tank=50)
    rig.until("TANK_ON", 500)
    return rig


def _boost():
    rig = _tank().run(300).turn(t_supply=58.5, t_tank=44)
    rig.until("TANK_ON", 60)
    rig.turn(t_supply=50).until("BOOST", 900)
    return rig


def _rest():
    rig = Rig().jump(**WARM)
    return rig.run(1)


WAYS = {
    "OFF": lambda: _mild("OFF", on=False), "REST": _rest, "STANDBY": _mild, "IDLE": _idle,
    "FROST": _frost, "EXERCISE": _exercise,
    "PRE_HEAT": lambda: _heat("PRE_HEAT"), "HEAT": _heat, "RUN_ON": _run_on,
    "PRE_COOL": lambda: _cool("PRE_COOL"), "COOL": _cool, "COOL_ON": _cool_on,
    "SETTLE": lambda: _defrost("SETTLE"), "TURN": lambda: _defrost("TURN"), "DEFROST": _defrost,
    "DRIP": lambda: _after_defrost("DRIP"), "BACK": lambda: _after_defrost("BACK"),
    "RESTART": _restart,
    "PRE_TANK": lambda: _tank("PRE_TANK"), "TANK": _tank, "TANK_ON": _tank_on, "BOOST": _boost,
}  # fmt: skip


def into(name):
    """A rig whose mode has just become `name`, scanned once a second so far."""
    return WAYS[name]()
