"""Wire, step, feed the watchdog, idle.  Every way out ends with every output off."""

import board
from heatpump import refrigerant
from heatpump.clock import Clock
from heatpump.controller import Controller
from heatpump.settings import Settings


def boot():
    """A wired controller with every output off.  Settings that are wrong leave it inhibited."""
    wiring = board.wire()
    settings = Settings()
    text = board.settings_text()
    errors = settings.load(text) if text else []
    fluid, water, boot_extra_s = board.nameplate()
    unit = Controller(
        wiring, board.calibration, settings, refrigerant.load(fluid), water, boot_extra_s
    )
    unit.all_off()
    if errors:
        unit.guard.inhibited = "settings are refused: " + "; ".join(errors)
        print(unit.guard.inhibited)
    return unit


def run(unit):
    """Scan until something raises; KeyboardInterrupt at the REPL is the usual way."""
    clock = Clock(unit.wiring.ticks_ms)
    feed = board.watchdog()
    try:
        while True:
            unit.step(clock.elapsed_ms())
            feed()
            unit.wiring.idle_ms(unit.settings.scan_ms)
    finally:
        unit.all_off()


if __name__ == "__main__":
    unit = boot()  # Ctrl-C leaves it to the REPL: heatpump/bench_unit.py
    run(unit)
