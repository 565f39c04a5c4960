"""Wire, step, feed the watchdog, idle.  Every way out ends with every output off."""

import board
from heatpump import refrigerant
from heatpump.clock import Clock
from heatpump.controller import Controller
from heatpump.keep import Keep
from heatpump.settings import Settings


def boot():
    """A wired controller with every output off, and what was kept over a power cut.

    Settings that are wrong leave it inhibited, and so do boots that end again and again.
    """
    wiring = board.wire()
    settings = Settings()
    keep = Keep(board.files(), settings)
    errors = keep.load_settings(board.settings_text())
    fluid, water, boot_extra_s = board.nameplate()
    unit = Controller(
        wiring, board.calibration, settings, refrigerant.load(fluid), water, boot_extra_s
    )
    unit.all_off()
    if errors:
        unit.guard.inhibited = "settings are refused: " + "; ".join(errors)
    keep.recall(unit, board.cause())
    for sentence in [unit.guard.inhibited] + keep.store.sentences:
        if sentence:
            print(sentence)
    return unit


def run(unit):
    """Scan until something raises; KeyboardInterrupt at the REPL is the usual way."""
    try:
        clock = Clock(unit.wiring.ticks_ms)
        feed = board.watchdog()
        while True:
            unit.step(clock.elapsed_ms())
            feed()
            unit.keep.idle()
            unit.wiring.idle_ms(unit.settings.scan_ms)
    except KeyboardInterrupt as stop:
        unit.all_off()
        unit.keep.end()
        raise stop
    finally:
        unit.all_off()


if __name__ == "__main__":
    unit = boot()  # Ctrl-C leaves it to the REPL: heatpump/bench_unit.py
    if not unit.keep.looping:  # else at once to the REPL, and no watchdog
        run(unit)
