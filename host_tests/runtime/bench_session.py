"""A person at the REPL of the virtual board: what is typed here, and what is answered."""

import sys

sys.path[:0] = ["", "firmware", "boards/virtual"]
if sys.implementation.name == "cpython":
    sys.path.insert(0, "host_tests/cpython")
elif sys.maxsize < 1 << 31:
    from tools import runner  # the x87 of the 32-bit build rounds as all others do

    runner._round_to_double()

import board  # noqa: E402
from heatpump import bench  # noqa: E402

TYPED = """
help() look() why() watch(3) watch(2,True) cop() log() log(70) watch(2.5) watch(1,2,3) why(x=1)
pulse() pulse("compressor",5) pulse("fan",3) pulse("reverse",3) pulse("heater",3)
pulse("crankcase",3) pulse("tank_valve",3) pulse("fan",601) pulse("pump",3)
hold("DRIP") hold("HEAT",0) hold("HEAT",60) hold("DEFROST",200) cop() log(5)
set("roomheat",3) set("room_heat_cC") set("room_heat_cC",9000) set("room_heat_cC","x")
set("room_heat_cC",2050) set("hp_warn_permille",950) acknowledge() snapshot() dry_run() why()
""".split()


def main():
    board.configure({"scan_ms": 1000, "settings": {"scan_ms": 1000}})
    bench.why()  # boots, and so builds the house behind the board
    for typed in TYPED:
        print(">>> bench." + typed)
        eval("bench." + typed, {"bench": bench})
        lit = [n for n, on in zip(board.relays.NAMES, board.bench().relays.asked) if on]
        print("--- on afterwards: %s" % (", ".join(lit) or "nothing"))


main()
