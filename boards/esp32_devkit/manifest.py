# ruff: noqa: F821  the names are those of MicroPython's manifest files
#
# Freezes firmware and board into an image:
#   make -C ports/esp32 BOARD=ESP32_GENERIC FROZEN_MANIFEST=<this file>
# A frozen image starts from flash even when the file system is damaged; settings.json stays
# a file.
include("$(PORT_DIR)/boards/manifest.py")

module("board.py")
module("calibration.py")
module("curve_air.py")
module("curve_discharge.py")
module("main.py", base_path="../../firmware")
package("heatpump", base_path="../../firmware")
package("drivers", base_path="../../firmware")
