"""Watch a real board in a terminal: modes, why, readings against their limits, COP.

    python -m tools.live --port /dev/ttyUSB0 --fluid R290

Starts heatpump.bench.watch() on the board through mpremote's serial line and draws what it
says once a second.  The machine runs under the board's own controller the while, with its
guard and protections; Ctrl-C ends the watch, the board switches every output off, and stays at
its prompt until it is reset.  --fluid shows the pressure limits of a refrigerant.  The same
view of a simulated machine: python -m tools.simulate --live

Exit 0: ended by Ctrl-C or --seconds.  1: the board stopped with an error, or fell silent.
2: bad input, no board.
"""

import argparse
import contextlib
import sys
import time

from rich.console import Console
from rich.live import Live

from tools import ph
from tools.live_view import View, facts_of_line
from tools.scenario import firmware_settings, nameplates, whole
from tools.simulate import Parser
from tools.states import FLUIDS
from tools.weather import BadInput

_LOW_C = -33.0  # dew point of the low-pressure trip: firmware/heatpump/facts.py
_SILENT_s = 10
_BAUD = 115200
_LAST_s = 0.1  # until the last bytes have left the adapter
_LONGEST_s = 86400


def limits(fluid=None, settings=None):
    """What the view marks: of the firmware's settings (its defaults, or a Settings), and of the
    pressures of a fluid, if it is one of tools.states.FLUIDS."""
    s = settings or firmware_settings.Settings()
    found = {"t_discharge": s.discharge_trip_cC / 100, "t_supply": s.supply_most_cC / 100}
    if fluid in FLUIDS:
        found["p_discharge"] = nameplates.trip_Pa(fluid) / 1e5 * s.hp_trip_permille / 1000
        found["p_suction"] = ph.dew_kPa(fluid, _LOW_C) / 100
    return found


def port_of(name):
    """A serial port's name; "auto" is the first with a USB device.  Raises BadInput."""
    from serial.tools import list_ports

    if name != "auto":
        return name
    found = [port.device for port in list_ports.comports() if port.vid]
    if not found:
        raise BadInput("--port: auto finds no board; plug one in, or name its port")
    return found[0]


class Board:
    """A board on a serial port.  Raises BadInput when none answers there."""

    def __init__(self, port):
        from mpremote.transport import TransportError
        from mpremote.transport_serial import SerialTransport
        from serial import SerialException

        try:
            self._line = SerialTransport(port, _BAUD)
            self._line.enter_raw_repl(soft_reset=False)
        except (OSError, SerialException, TransportError) as problem:
            raise BadInput(f"--port: {port} has no board that answers ({problem})") from None

    def watch(self, seconds, on_line):
        """Run bench.watch() and give every line it prints to on_line; returns what it says when
        it ends by itself: nothing, or its traceback.  TransportError when it falls silent."""
        code = f"from heatpump import bench\nbench.watch({seconds}, True)"
        self._line.exec_raw_no_follow(code)
        rest = bytearray()

        def take(data):
            rest.extend(data)
            *lines, left = bytes(rest).replace(b"\x04", b"").split(b"\n")
            rest[:] = left
            for line in lines:
                on_line(line.decode(errors="replace").strip())

        _, error = self._line.follow(_SILENT_s, take)
        return error.decode(errors="replace").strip()

    def leave(self):
        """Ctrl-C: the watch ends and switches every output off."""
        with contextlib.suppress(OSError):
            self._line.serial.write(b"\r\x03\x03\x02")
            self._line.serial.flush()
            time.sleep(_LAST_s)
            self._line.close()


def show(board, seconds, view, console):
    """Draw the view until the watch ends.  Returns the exit code."""
    from mpremote.transport import TransportError

    with Live(view, console=console, refresh_per_second=4, transient=False) as live:

        def take(line):
            facts = facts_of_line(line)
            if facts:
                view.feed(facts)
                live.refresh()
            elif line:
                live.console.print(line, markup=False, highlight=False)

        try:
            error = board.watch(seconds, take)
        except TransportError as problem:
            error = f"The board has fallen silent: {problem}"
    if error:
        print(error, file=sys.stderr)
    return 1 if error else 0


def main(arguments=None):
    parser = Parser(
        prog="python -m tools.live", description=__doc__, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add = parser.add_argument
    add("--port", default="auto", help="serial port of the board (default: the first on USB)")
    add("--seconds", metavar="N", help="so long, 1..86400; without it until Ctrl-C")
    add("--fluid", metavar="NAME", help=", ".join(FLUIDS))
    asked = parser.parse_args(arguments)
    board = None
    try:
        seconds = whole("--seconds", asked.seconds, 1, _LONGEST_s, "s") if asked.seconds else None
        if asked.fluid not in (None, *FLUIDS):
            raise BadInput(f"--fluid: {asked.fluid} is not one of {', '.join(FLUIDS)}")
        port = port_of(asked.port)
        board = Board(port)
        return show(board, seconds, View(port, limits(asked.fluid)), Console())
    except BadInput as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("The board stays at its prompt with every output off; a reset runs it again.")
        return 0
    finally:
        if board:
            board.leave()


if __name__ == "__main__":
    sys.exit(main())
