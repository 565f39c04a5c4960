"""What a person types at the REPL, on the virtual board: `from heatpump import bench`."""

import re
import subprocess

import board
import calibration
import curve_air
import curve_discharge
import main  # noqa: F401  it takes this board, not one of hardware that another test loads
import pytest
from desk import fill
from heatpump import bench, bench_curve, bench_dry, bench_force, bench_unit
from heatpump.sensors import Thermistor, Transducer

from tools import pythons

SCRIPT = "host_tests/runtime/bench_session.py"
HOUR_s = 3600


def session(name):
    """The transcript of bench_session.py in the interpreter `name`."""
    command = [pythons.find(name), SCRIPT]
    done = subprocess.run(command, cwd=pythons.ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="session")
def said(micropython):
    """{what was typed: what was answered} of one whole session on a real MicroPython."""
    parts = session("micropython").split(">>> bench.")[1:]
    return dict(part.split("\n", 1) for part in parts)


def lit():
    return [n for n, on in zip(board.relays.NAMES, board.bench().relays.asked, strict=True) if on]


# ---------------------------------------------------------------- what is answered


def test_three_interpreters_answer_the_same(micropython, micropython32):
    assert session("micropython") == session("micropython32") == session("cpython")


def test_whatever_was_typed_every_output_is_off_afterwards(said):
    for typed, answer in said.items():
        assert "--- on afterwards: nothing" in answer, typed


def test_help_names_every_command(said):
    for name in re.findall(r"^ *(\w+)\(.*\)", said["help()"], re.M):
        assert callable(getattr(bench, name)), name
    for name in ("look", "why", "watch", "hold", "dry_run", "set", "acknowledge"):
        assert f"{name}(" in said["help()"]


def test_look_names_every_probe_with_its_unit_and_every_output(said):
    answer = said["look()"]
    for wire in ("t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid", "t_supply"):
        assert re.search(rf"{wire} .*-?\d+\.\d degC", answer), wire
    assert re.search(r"p_discharge .*\d+\.\d\d bar absolute", answer)
    for name in ("compressor", "reverse", "fan", "pump", "heater", "crankcase"):
        assert re.search(rf"  {name} +off", answer), name


def test_why_says_what_holds_the_compressor_and_for_how_long(said):
    assert "hold after power-up, 0:04:5" in said["why()"]


def test_a_line_of_facts_can_be_read_by_a_program(said):
    lines = [x for x in said["watch(2,True)"].splitlines() if x.startswith("uptime_s=")]
    assert len(lines) == 2
    facts, because = lines[0].split(" because=")
    facts = dict(fact.split("=") for fact in facts.split())
    assert because == "power on"
    assert facts["mode"] == "REST" and 195 <= int(facts["t_outdoor_cC"]) <= 205
    assert facts["compressor"] == "0" and facts["quality"] == "none"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("log(70)", "log: 70 is not a whole number of 1..64 moves"),
        ("watch(2.5)", "watch: 2.5 is not a whole number of 1..86400 seconds"),
        ("watch(1,2,3)", "watch takes (s, facts), see help()"),
        ("why(x=1)", "why takes (), see help()"),
        ("pulse()", "pulse: None is none of fan, pump, reverse,"),
        ('pulse("fan",601)', "pulse: 601 is not a whole number of 1..600 seconds"),
        ('pulse("tank_valve",3)', "pulse: tank_valve is not wired on this machine"),
        ('hold("DRIP")', "hold: 'DRIP' is none of HEAT, COOL, DEFROST, IDLE"),
        ('hold("HEAT",0)', "hold: 0 is not a whole number of 1..600 seconds"),
        ('set("room_heat_cC",9000)', "room_heat_cC: 9000 is outside 500..3000"),
        ('set("room_heat_cC","x")', "room_heat_cC: 'x' is not a whole number"),
        ('set("hp_warn_permille",950)', "the second must be at least 10 above the first"),
        ("acknowledge()", "Nothing is latched."),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(said, typed, sentence):
    assert sentence in said[typed]
    assert "Traceback" not in said[typed]


def test_a_wrong_setting_prints_the_names_there_are(said):
    answer = said['set("roomheat",3)']
    assert "'roomheat' is none of" in answer
    assert "room_heat_cC" in answer and "boiler_pct" in answer


# ---------------------------------------------------------------- overrides


def test_the_compressor_is_never_pulsed(said):
    assert "the compressor is never forced" in said['pulse("compressor",5)']


@pytest.mark.parametrize("name", ["fan", "pump", "crankcase", "reverse", "heater"])
def test_a_pulse_switches_one_output_on_for_its_seconds(house, name, capsys):
    house()
    seen = []
    board._bench._each_scan = lambda _: seen.append(tuple(lit()))
    bench.pulse(name, 4)
    on = [names for names in seen if name in names]
    assert 4 <= len(on) <= 6
    wanted = {"heater": ("pump", "heater")}.get(name, (name,))
    assert set(on) == {wanted}
    assert lit() == []
    assert "OVERRIDE" in capsys.readouterr().out


def test_a_pulse_of_the_valve_waits_until_the_compressor_has_stood_half_a_minute(house):
    it = house()
    bench.hold("HEAT", 30)
    stopped_s = board.bench().elapsed_s
    moved = []
    board._bench._each_scan = lambda _: moved.append(board.bench().elapsed_s) if lit() and (
        "reverse" in lit()
    ) else None
    bench.pulse("reverse", 3)
    assert moved[0] - stopped_s >= 30
    assert it.guard.starts == 1


def test_a_pulse_waits_for_a_run_to_end_in_good_order_and_never_starts_one(house):
    it = house()
    bench.hold("HEAT", 30)
    bench.pulse("fan", 3)
    assert it.guard.starts == 1
    assert lit() == []


def test_a_hold_waits_for_the_guard_and_for_nothing_less(house, capsys):
    it = house()
    bench.hold("HEAT", 40)
    said = capsys.readouterr().out
    assert "hold after power-up" in said or "compressor must stay off" in said
    assert it.uptime_s >= 300 + 40
    assert it.guard.starts == 1 and lit() == []
    assert it.demand.__class__.__name__ == "Demand"  # what the house wants counts again


def test_a_hold_gives_way_to_a_protection(house, capsys):
    it = house(faults=[["T_discharge.open", None, 420, None]])
    bench.hold("HEAT", 600)
    said = capsys.readouterr().out
    assert "SAFE_STOP: the discharge thermistor reads open circuit" in said
    assert not it.guard.compressor and lit() == []


def test_no_override_lasts_longer_than_ten_minutes():
    assert bench_force.MOST_s == 600


def test_nothing_runs_while_settings_are_refused(house, capsys):
    house(settings={"room_heat_cC": 9000})
    bench.why()
    bench.pulse("fan", 3)
    bench.hold("HEAT", 10)
    said = capsys.readouterr().out
    assert said.count("settings are refused: room_heat_cC: 9000 is outside 500..3000") >= 3
    assert lit() == []


def test_ctrl_c_ends_with_a_sentence_and_every_output_off(house, capsys):
    it = house()
    bench.hold("HEAT", 1)

    def press(_plant):
        if it.guard.fan:
            raise KeyboardInterrupt

    board._bench._each_scan = press
    bench.watch()
    assert "Stopped; every output is off." in capsys.readouterr().out
    assert lit() == []


def test_what_the_prompt_leaves_alone_for_three_seconds_rests_anew(house):
    it = house()
    bench.hold("HEAT", 30)
    board.bench().idle_ms(5000)
    bench.watch(2)
    assert it.guard.wait_s >= 290 and not it.guard.compressor


# ---------------------------------------------------------------- dry run


@pytest.mark.parametrize("fluid", ["R290", "R32", "R410A", "R134a", "R407C"])
def test_a_dry_run_walks_through_every_mode_and_never_drives_the_contactor(house, fluid, capsys):
    house(fluid=fluid)
    asked, began_s = set(), board.bench().elapsed_s
    board._bench._each_scan = lambda _: asked.update(lit())
    bench.dry_run()
    said = capsys.readouterr().out
    assert "All 12 modes came in their order; the contactor was never driven." in said
    assert asked == {"fan", "pump", "reverse"}
    assert lit() == []
    for name in bench_dry.SEQUENCE:
        assert f" s  {name} " in said
    walked_s = int(re.findall(r"(\d+) s  REST ", said)[0])
    took_s = board.bench().elapsed_s - began_s - 60  # of which the first minute is real rest
    assert walked_s / 65 <= took_s <= walked_s / 55


def test_after_a_dry_run_the_controller_holds_the_compressor_anew(house, capsys):
    house()
    bench.dry_run()
    capsys.readouterr()
    bench.why()
    assert "hold after power-up, 0:04:57 left" in capsys.readouterr().out  # it looks for 3 s


def test_a_dry_run_waits_until_the_real_compressor_has_stood_a_minute(house):
    it = house()
    bench.hold("HEAT", 30)
    stopped_s = board.bench().elapsed_s
    moved = []
    board._bench._each_scan = lambda _: moved.append(board.bench().elapsed_s) if (
        "reverse" in lit()
    ) else None
    bench.dry_run()
    assert moved[0] - stopped_s >= 60
    assert it.guard.starts == 1


# ---------------------------------------------------------------- the other way round


@pytest.mark.parametrize("curve", [curve_air, curve_discharge], ids=["air", "discharge"])
def test_a_curve_backwards_and_forwards_is_the_same_temperature(curve):
    for t_cC in range(-3900 if curve is curve_air else -3000, 8900, 37):
        uV = bench_curve.thermistor_uV(curve, t_cC)
        sensor = Thermistor(type("Wire", (), {"read_uv": lambda _, u=uV: u})(), curve)
        sensor.sample(250)
        assert abs(sensor.t_cC - t_cC) <= 1, t_cC


def test_a_line_backwards_and_forwards_is_the_same_pressure():
    line = calibration.TRANSDUCERS["p_discharge"]
    for p_Pa in range(101_325, 5_000_000, 77_777):
        uV = bench_curve.transducer_uV(line, p_Pa)
        sensor = Transducer(type("Wire", (), {"read_uv": lambda _, u=uV: u})(), line)
        sensor.sample(250)
        assert abs(sensor.p_Pa - p_Pa) <= 150  # a microvolt is 1.9 Pa, a slope of 15 bits 0.5 ppk


# ---------------------------------------------------------------- probes


@pytest.mark.parametrize("wire", ["t_outdoor", "t_suction", "t_return"])
def test_the_probe_in_the_hand_is_found(house, wire, capsys):
    it = house()
    bench.look()
    it.sensors.sample(it, 1000)
    i = board.probes.NAMES.index(wire)
    probes, risen_K = board.bench().probes, [0.0]

    def hand():
        risen_K[0] = min(risen_K[0] + 0.5, 8.0)
        probes.counts[i] = probes.level_uV(i, probes.seen[i] + risen_K[0])

    probes.spoil = hand
    bench.identify()
    assert f"{wire} is warm: it is wired as the " in capsys.readouterr().out
    assert lit() == []


def test_without_a_hand_no_probe_is_named(house, capsys):
    house()
    bench.identify(15)
    said = capsys.readouterr().out
    assert "No probe has risen by 1.5 K above the others." in said


def test_reading_probes_quietly_trips_nothing_and_wants_nothing(house):
    """Ten minutes of a pump that is not driven must not look like a pump without water."""
    it = house()
    bench.identify(600)
    bench.look()
    assert it.fault is None and not it.latched and it.guard.starts == 0


def test_a_calibrated_probe_reads_what_the_thermometer_says_also_after_a_reboot(house, capsys):
    it = house(faults=[["T_coil.offset", 2.0, 0, None]])
    bench.calibrate("t_coil", 2.0, "25 November, ice water, JH")
    said = capsys.readouterr().out
    moved_K = float(re.findall(r"moved by (\S+) K in all, 25 November, ice water, JH\.", said)[0])
    assert abs(moved_K + 2.0) <= 0.1
    bench.look()
    assert abs(it.t_coil_cC - 200) <= 15
    bench_unit.drop()
    again = bench_unit.boot()
    bench.look()
    assert again is not it and abs(again.t_coil_cC - 200) <= 15
    assert again.keep.store.load("calibrated")["t_coil"]["note"].endswith("JH")


def test_a_pressure_is_calibrated_in_bar_absolute(house):
    it = house(faults=[["P_hp.offset", 0.3, 0, None]])
    true_bar = board.bench().plant.p_discharge_Pa / 1e5
    bench.calibrate("p_discharge", true_bar)
    bench.look()
    assert abs(it.p_discharge_Pa / 1e5 - true_bar) < 0.05


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("t_coil", 30.0), "so much is no tolerance but another probe"),
        (("t_coil", "warm"), "'warm' is not a number of -60..200 degC"),
        (("t_coil", float("nan")), "nan is not a number of -60..200 degC"),
        (("coil", 0), "calibrate: 'coil' is none of p_discharge, p_suction, t_coil"),
        ((), "calibrate: None is none of"),
    ],
)
def test_a_calibration_that_cannot_be_is_refused(house, arguments, sentence, capsys):
    it = house()
    bench.calibrate(*arguments)
    assert sentence in capsys.readouterr().out
    assert it.keep.corrections == {}


def test_a_probe_that_moves_or_is_broken_is_not_calibrated(house, capsys):
    it = house(faults=[["T_coil.noise", 3.0, 0, None], ["T_room.open", None, 0, None]])
    bench.calibrate("t_coil", 2.0)
    bench.calibrate("t_room", 20.0)
    said = capsys.readouterr().out
    assert "t_coil is not steady" in said or ("t_coil" in said and "changes faster" in said)
    assert "calibrate: the room thermistor reads open circuit" in said
    assert it.keep.corrections == {}


# ---------------------------------------------------------------- what is kept


def test_saved_settings_are_in_force_after_a_reboot(house, capsys):
    house(settings={})
    bench.set("room_heat_cC", 2150)
    bench.save()
    assert "The settings are saved." in capsys.readouterr().out
    bench_unit.drop()
    assert bench_unit.boot().settings.room_heat_cC == 2150


def test_a_full_file_system_is_told_and_the_machine_goes_on(house, capsys):
    it = house()
    fill(board.bench().files)
    bench.set("room_heat_cC", 2150)
    bench.save()
    bench.calibrate("t_coil", board.bench().plant.t_coil_C + 1)
    said = capsys.readouterr().out
    assert "Not saved: settings cannot be written" in said
    assert "It counts until the next power cut" in said
    bench.hold("HEAT", 30)
    assert "The 30 s of the override are over." in capsys.readouterr().out
    assert it.settings.room_heat_cC == 2150


def test_booting_at_the_repl_again_and_again_is_no_boot_loop(house):
    house()
    for _ in range(8):
        bench_unit.drop()
        it = bench_unit.boot()
    assert not it.keep.looping and it.guard.inhibited is None
