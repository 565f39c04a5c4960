"""Check the simulated plant against figures that nobody here made: `make validate`.

    python -m tools.validate             everything; exit 1 if a row is outside its band
    python -m tools.validate --days 2    the firmware's part with 2 days for each week
    python -m tools.validate --quick     the part that `make test` runs, without the firmware
    python -m tools.validate --markdown  the table as boards/virtual/README.md shows it

One table: what | published | simulated | band | source | pass.  Every row is shown, passed or not.
A figure of None stands for "it never happened".
"""

import argparse
import sys

from tools import simulate
from tools.validate import ALL, QUICK, WITH_FIRMWARE, collect, show


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m tools.validate",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="the part that `make test` runs")
    parser.add_argument("--days", type=int, default=7, choices=range(1, 8), metavar="1..7",
                        help="of each week with the firmware (default %(default)s)")
    parser.add_argument("--markdown", action="store_true", help="print the table as markdown")
    args = parser.parse_args(argv)
    rows = collect(QUICK if args.quick else ALL)
    if not args.quick:
        try:
            rows += [line for part in WITH_FIRMWARE for line in part(args.days)]
        except simulate.Failed as problem:
            print(f"A run with the firmware ended in an error:\n{problem}", file=sys.stderr)
            return 1
    show(rows, args.markdown)
    failed = [r for r in rows if not r[6]]
    print(f"\n{len(rows)} rows, {len(failed)} outside their band")
    if args.quick:
        print("Left out: frost, transients, balances, and the weeks with the firmware")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
