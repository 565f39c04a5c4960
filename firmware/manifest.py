# ruff: noqa: F821  the names are those of MicroPython's manifest files
#
# The firmware without a board; boards/*/manifest.py include it.  The refrigerants come along:
# settings may name another tomorrow.
module("main.py")
package("heatpump")
package("drivers")
package("selftest")
