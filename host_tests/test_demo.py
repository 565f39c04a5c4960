"""The firmware in a browser: nothing is changed in packing, and a person can drive the page.

Chromium runs the page as it is written, from the disk; what is compared with the command line is
what the page itself printed, after its own buttons were pressed.
"""

import ast
import functools
import http.server
import itertools
import shutil
import threading
import time

import pytest

from tools import golden
from tools.demo import __main__ as command
from tools.demo import pack, picture, wasm

LEAST_TIMES = 200  # of real time


@pytest.fixture(scope="session")
def demo_page(tmp_path_factory):
    """Path of the page, written once; skips visibly where npm cannot bring MicroPython."""
    try:
        return command.write(tmp_path_factory.mktemp("demo"))
    except wasm.Missing as problem:
        pytest.skip(str(problem))


def ready(browser, path, **how):
    page = browser.open(path, **how)
    page.wait("window.demo && demo.latest()?.running && play.dataset.running", patience_s=30)
    return page


def press(page, selector):
    """Click in the middle of what `selector` finds, as a hand does."""
    x, y = page.evaluate(
        f"""(e => {{ e.scrollIntoView({{block: "center", behavior: "instant"}});
        const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2];
        }})(document.querySelector(`{selector}`))"""
    )
    page.point(x, y, click=True)


def choose(page, selector, value):
    """Pick an entry of a list by the keyboard: to its beginning, then down."""
    down = page.evaluate(
        f"""(e => {{ e.focus();
        return [...e.options].findIndex(o => o.value === '{value}'); }})(
        document.querySelector('{selector}'))"""
    )
    page.press("Home")
    for _ in range(down):
        page.press("ArrowDown")


def at_s(page):
    return page.evaluate("demo.latest().now.at_s")


def mode(page):
    return page.evaluate("document.querySelector('#mode').textContent")


def to_mode(page, wanted):
    """Press "Next change" until the page says `wanted`."""
    for _ in range(40):
        moves = page.evaluate("demo.latest().now.moves")
        press(page, "#next")
        page.wait(f"demo.latest().now.moves > {moves} && !demo.latest().running", patience_s=60)
        page.wait("demo.drawn()")
        if mode(page) == wanted:
            return
    raise AssertionError(f"{wanted} did not come in 40 changes")


# --- what is packed ----------------------------------------------------------------------------


def test_packing_changes_the_native_decorators_and_nothing_else():
    for name, packed in pack.sources().items():
        kept = (wasm.ROOT / name).read_text()
        for was, now in zip(kept.split("\n"), packed.split("\n"), strict=True):
            if was != now:
                assert was.strip() in ("@micropython.native", "@micropython.viper"), name
                assert now.strip() == "@micropython.bytecode", name
        assert "@micropython.native" not in packed and "@micropython.viper" not in packed, name


def test_every_file_of_firmware_and_virtual_board_is_packed():
    there = {
        path.relative_to(wasm.ROOT).as_posix()
        for folder in ("firmware", "boards/virtual")
        for path in (wasm.ROOT / folder).rglob("*.py")
    }
    assert there <= set(pack.sources())


def _loop(path, name):
    """The body of the innermost loop in function `name`, as text."""
    tree = ast.parse(path.read_text())
    function = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == name)
    loop = next(n for n in ast.walk(function) if isinstance(n, (ast.While, ast.For)))
    return [ast.unparse(line) for line in loop.body]


def test_the_page_turns_the_very_loop_of_main():
    assert _loop(pack.HERE / "bridge.py", "turn") == _loop(wasm.ROOT / "firmware/main.py", "run")


def test_without_npm_there_is_one_sentence_and_no_page(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(wasm, "parts", lambda: wasm.archive(tmp_path / "cache"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert command.main(["--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "npm" in said and not (tmp_path / "out").exists()


def test_a_package_with_another_checksum_is_refused(tmp_path, monkeypatch):
    bad = tmp_path / "npm"
    bad.write_text("#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\necho other > $1/x.tgz\n")
    bad.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _name: str(bad))
    with pytest.raises(wasm.Missing, match="checksum"):
        wasm.archive(tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*.tgz"))


def test_the_pictures_in_the_readme_are_those_of_this_page():
    assert picture.stale() == [], "make docs"
    page = (wasm.ROOT / "README.md").read_text()
    assert all(f"tools/demo/{name}" in page for name in picture.PICTURES)


def test_a_changed_page_makes_its_pictures_stale(tmp_path, monkeypatch):
    for name in picture.PICTURES:
        (tmp_path / name).write_bytes((picture.FOLDER / name).read_bytes())
    assert picture.stale(tmp_path) == []
    monkeypatch.setattr(picture, "_INTO_s", 12)
    assert picture.stale(tmp_path) == list(picture.PICTURES)


# --- the same as the command line --------------------------------------------------------------


@pytest.mark.parametrize("name", golden.SCENARIOS)
def test_the_page_prints_what_the_command_line_prints(name, browser, demo_page):
    """And 200 times faster than the clock: the goldens are the command line's, see test_golden."""
    page = ready(browser, demo_page)
    choose(page, "#scenario", name)
    press(page, "#again")
    page.wait("demo.latest().now.at_s < 400")
    press(page, "label[for=speed-Infinity]")
    kept = golden.kept(name)
    last_s = int(kept.splitlines()[-1].split()[0])
    began, from_s = time.monotonic(), at_s(page)
    page.wait(f"demo.latest().now.at_s > {last_s}", patience_s=300)
    times = (at_s(page) - from_s) / (time.monotonic() - began)
    print(f"{name}: {times:,.0f} times real time in the browser")
    lines = page.evaluate("demo.lines.filter(line => line.startsWith('T '))")
    printed = "".join(f"{line[2:]}\n" for line in lines if int(line[2:].split()[0]) <= last_s)
    page.close()
    assert printed == kept
    assert times > LEAST_TIMES


def test_npm_gives_its_own_reason():
    said = "npm error code ETARGET\nnpm error notarget No matching version found for x.\n"
    assert wasm._why(said) == "notarget No matching version found for x"
    assert wasm._why("") == "it says not why"


# where each pipe begins and ends as its dashes move: [x, y, x, y] by name
ENDS = """Object.fromEntries([...document.querySelectorAll("#sketch .pipe")].map(pipe => {
  const path = pipe.querySelector(".flow"), there = path.getPointAtLength(path.getTotalLength());
  const here = path.getPointAtLength(0), two = [here, there];
  if (pipe.classList.contains("back")) two.reverse();
  return [pipe.id.slice(5), two.flatMap(p => [Math.round(p.x), Math.round(p.y)])];
}))"""
HEATING = ("gas-in", "plate", "liquid-in", None, "liquid-out", "coil", "gas-out")
TURNED = ("gas-out", "coil", "liquid-out", None, "liquid-in", "plate", "gas-in")


@pytest.mark.parametrize(("mode_wanted", "way"), [("HEAT", HEATING), ("DEFROST", TURNED)])
def test_the_refrigerant_flows_round(mode_wanted, way, browser, demo_page):
    """Each pipe ends where the next begins; None is the expansion valve, 24 wide."""
    page = ready(browser, demo_page)
    to_mode(page, mode_wanted)
    page.evaluate("demo.ask({do: 'step', scans: 20})")  # a defrost's valve has turned by then
    page.wait(f"demo.drawn() && demo.latest().now.truth.valve === {int(way is TURNED)}")
    ends = page.evaluate(ENDS)
    for a, b in itertools.pairwise(way):
        if a and b:
            assert ends[a][2:] == ends[b][:2], (a, b)
    assert ends["hot"][2:] == [380, 256] and ends["suction"][:2] == [380, 290]
    assert abs(ends[way[2]][2] - ends[way[4]][0]) == 24  # through the expansion valve
    assert ends["return"][2:] == ends["water"][:2] and ends["water"][2:] == ends["supply"][:2]
    page.close()


# --- what a person does and sees ---------------------------------------------------------------


def lit(page, table):
    return page.evaluate(
        f"[...document.querySelectorAll('#{table} tr.lit')].map(row => row.dataset.code)"
    )


def test_a_coil_thermistor_pulled_in_a_defrost_shows_its_row_and_sentence(browser, demo_page):
    page = ready(browser, demo_page)
    to_mode(page, "DEFROST")
    assert lit(page, "notes") == []
    began_s = at_s(page)
    choose(page, "#wire-T_coil", "open")
    for _ in range(4):
        before_s = at_s(page)
        press(page, "#step")
        page.wait(f"demo.latest().now.at_s > {before_s}")
    page.wait("demo.drawn()")
    assert at_s(page) - began_s <= 4
    assert lit(page, "notes") == ["T_COIL"] and mode(page) == "DEFROST"
    said = page.evaluate("document.querySelector('#says').innerText")
    assert "No coil temperature: defrosts go by time" in said
    assert "The outdoor coil thermistor reads open circuit" in said
    assert page.evaluate("document.querySelector('#row-T_coil td').textContent") == "not believed"
    assert page.problems() == [] and page.faint() == []
    page.close()


def test_a_trip_lights_its_protection_and_a_person_mends_it(browser, demo_page):
    page = ready(browser, demo_page)
    to_mode(page, "HEAT")
    choose(page, "#wire-T_discharge", "short")
    to_mode(page, "SAFE_STOP")
    assert lit(page, "protections") == ["T_DISCHARGE"]
    assert page.evaluate("document.querySelector('#because').textContent").startswith(
        "The discharge thermistor reads short circuit"
    )
    assert page.problems() == [] and page.faint() == []
    choose(page, "#wire-T_discharge", "")
    to_mode(page, "REST")
    assert lit(page, "protections") == []
    page.close()


def test_a_latch_is_acknowledged_by_hand(browser, demo_page):
    page = ready(browser, demo_page)
    to_mode(page, "HEAT")
    press(page, "[id='break-RELAY_comp.weld']")
    press(page, "#switch")
    to_mode(page, "WELDED")
    assert lit(page, "protections") == ["WELDED"]
    assert page.evaluate("document.querySelector('#acknowledge').disabled")
    press(page, "[id='break-RELAY_comp.weld']")
    page.wait("demo.latest().now.broken.length === 0")
    to_mode(page, "LOCKOUT")
    page.wait("!document.querySelector('#acknowledge').disabled")
    assert page.problems() == [] and page.faint() == []
    press(page, "#acknowledge")
    to_mode(page, "REST")
    page.close()


def test_a_person_changes_weather_wishes_and_season(browser, demo_page):
    page = ready(browser, demo_page)
    press(page, "#play")
    page.wait("!demo.latest().running")
    page.evaluate("document.querySelector('#out-t').focus()")
    page.press("End")
    page.wait("demo.latest().now.held[0] === 40 && demo.latest().now.truth.t_outdoor_C === 40")
    assert not page.evaluate("document.querySelector('#measured').checked")
    page.evaluate("document.querySelector('#cool-t').focus()")
    page.press("Home")  # 18 degC, and winter wants 20: the firmware refuses
    page.wait("document.querySelector('#trouble').textContent.includes('room_cool_cC 1800')")
    assert page.evaluate("demo.latest().now.settings[1]") == 2500
    page.wait("document.querySelector('#cool-t').value === '25'")
    page.press("ArrowLeft")
    page.wait("demo.latest().now.settings[1] === 2450")
    page.wait("document.querySelector('#trouble').hidden")
    press(page, "label[for=season-2]")
    page.wait("demo.latest().now.settings[2] === 2")
    press(page, "#switch")
    page.wait("!demo.latest().now.on")
    to_mode(page, "OFF")
    said = page.evaluate("document.querySelector('#says').textContent")
    assert "It is switched off" in said
    page.close()


def test_broken_parts_are_shown_and_a_power_cut_boots_again(browser, demo_page):
    page = ready(browser, demo_page)
    to_mode(page, "HEAT")
    press(page, "[id='break-FAN.mul']")
    page.wait("demo.latest().now.truth.fan_mul === 0")
    press(page, "[id='break-FAN.mul']")
    page.wait("demo.latest().now.truth.fan_mul === 1")
    press(page, "[id='break-GRID.cut_ms']")
    press(page, "#step")
    page.wait("document.querySelector('#because').textContent.startsWith('Power on')")
    assert page.problems() == []
    page.close()


@pytest.mark.parametrize("how", [
    {"dark": False}, {"dark": True}, {"dark": True, "width": 390}, {"width": 390}, {"width": 820},
], ids=["light", "dark", "dark phone", "phone", "tablet"])  # fmt: skip
def test_the_page_is_whole_readable_and_asks_nobody(how, browser, demo_page):
    page = ready(browser, demo_page, **how)
    to_mode(page, "HEAT")
    assert page.problems() == [] and page.foreign() == []
    assert page.overflow_px() == 0 and page.faint() == []
    # nothing moves for who asked for rest
    assert page.evaluate("document.getAnimations().length") == 0
    page.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass  # nobody reads it


def test_any_server_will_do_and_the_page_asks_it_for_nothing_else(browser, demo_page):
    handler = functools.partial(_Quiet, directory=demo_page.parent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/index.html"
        page = ready(browser, address)
        asked = [url for url in page.requests if url.startswith("http")]
        assert page.problems() == [] and asked == [address]
        page.close()
        server.shutdown()


def test_what_moves_moves_for_those_who_like_it(browser, demo_page):
    page = ready(browser, demo_page, motion=True)
    to_mode(page, "HEAT")
    assert page.evaluate("document.getAnimations().length") > 5
    page.close()


NAMELESS = """[...document.querySelectorAll("button, input, select, [tabindex]")].filter(e =>
  !(e.labels && e.labels.length) && !e.getAttribute("aria-label") &&
  !e.getAttribute("aria-labelledby") && !(e.tagName === "BUTTON" && e.textContent.trim()))
  .map(e => e.outerHTML)"""


def test_the_keyboard_reaches_everything_and_a_reader_hears_it(browser, demo_page):
    page = ready(browser, demo_page)
    press(page, "#play")
    page.wait("!demo.latest().running")
    assert page.evaluate(NAMELESS) == []
    page.evaluate("document.activeElement.blur()")
    seen = set()
    for _ in range(60):
        page.press("Tab")
        told = page.evaluate(
            "(e => [e.id, getComputedStyle(e).outlineStyle, e.type])(document.activeElement)"
        )
        if told[2] is None and not told[0]:  # round the end, on the page itself
            continue
        seen.add(told[0])
        if told[2] != "radio":  # those show it on their label
            assert told[1] != "none", told[0]
    wanted = {"scenario", "again", "play", "step", "next", "switch", "wire-T_outdoor", "wire-P_hp",
              "break-FAN.mul", "out-t", "out-rh", "heat-t", "cool-t", "measured", "span",
              "journal"}  # fmt: skip
    assert wanted <= seen
    to_mode(page, "HEAT")
    page.wait("document.querySelector('#spoken').textContent.startsWith('HEAT: ')")
    assert page.evaluate("document.querySelector('#spoken').getAttribute('aria-live')") == "polite"
    page.close()


def test_without_workers_the_page_itself_turns_the_machine(browser, demo_page, tmp_path):
    bare = tmp_path / "bare.html"
    text = demo_page.read_text()
    bare.write_text(text.replace("<head>", "<head><script>delete window.Worker</script>", 1))
    page = ready(browser, bare)
    to_mode(page, "PRE_HEAT")
    assert page.problems() == []
    page.close()
