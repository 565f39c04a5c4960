"""Runs inside the interpreter under trial, for tools/record.py and tools/replay.py.

    micropython tools/record_on.py record SECONDS SCENARIO.json     a record of the virtual board
    micropython tools/record_on.py replay FILE                      exit 1 when integers differ

from the project's folder.  A sentence with "E " in front says what is wrong with the file.
"""

import sys


def _prepare():
    roots = ["", "firmware", "boards/virtual"]
    if sys.implementation.name == "cpython":
        sys.path[:1] = ["host_tests/cpython"] + roots  # noqa: RUF005  MicroPython
        return
    sys.path[:] = roots + [".frozen"]  # noqa: RUF005
    if sys.maxsize < 1 << 31:
        from tools import runner

        runner._round_to_double()


def record(seconds, path):
    import json

    import board
    from heatpump import bench_record

    with open(path) as file:
        board.configure(json.load(file))
    bench_record.record(int(seconds), print)


def replay(path):
    from heatpump import bench_replay

    try:
        different = bench_replay.tell(path)
    except ValueError as problem:
        print(f"E {problem}")
        sys.exit(2)
    sys.exit(1 if different else 0)


_prepare()
if sys.argv[1] == "record":
    record(sys.argv[2], sys.argv[3])
else:
    replay(sys.argv[2])
