# ruff: noqa: F821  the names are those of MicroPython's manifest files
#
# Freezes firmware and board into an image:
#   make -C ports/esp32 BOARD=ESP32_GENERIC_S3 FROZEN_MANIFEST=<this file>
# and, so that a damaged file system does not hold it up, boards/esp32/_boot.py in place of
# ports/esp32/modules/_boot.py.  settings.json stays a file.  Made by python -m tools.packages.
include("$(PORT_DIR)/boards/manifest.py")
include("../../firmware/manifest.py")

module("board.py")
module("boot.py")
module("calibration.py")
module("pins.py")
module("curve_air.py", base_path="../esp32")
module("curve_discharge.py", base_path="../esp32")
module("dividers.py", base_path="../esp32")
module("front.py", base_path="../esp32")
module("front_rows.py", base_path="../esp32")
module("rim.py", base_path="../esp32")
