"""The front end of three ADS1115 on one I2C bus: every probe, both pressures, the reference."""

import pins
import rim
from drivers.ads1115 import Ads1115, Channel
from machine import I2C, Pin
from rim import time

_TURN_ms = 50
_TIMEOUT_us = 2000  # a bus held low must not hold up a scan
chips = []


def channels():
    """{wire: channel} of pins.INPUTS."""
    i2c = I2C(0, scl=Pin(rim.gpio("scl")), sda=Pin(rim.gpio("sda")), freq=400_000,
              timeout=_TIMEOUT_us)  # fmt: skip
    chips[:] = [Ads1115(i2c, time.ticks_ms, address, order) for address, order in pins.CHIPS]
    by_address = {chip.address: chip for chip in chips}
    return {
        wire: Channel(by_address[address], number, rim.trim_uV(wire))
        for wire, address, number in pins.INPUTS
    }


def idle_ms(ms):
    """Sleep, and give each chip a turn every 50 ms: by the next scan all inputs are fresh."""
    while ms > _TURN_ms:
        time.sleep_ms(_TURN_ms)
        ms -= _TURN_ms
        for chip in chips:
            chip.turn()
    time.sleep_ms(ms)


def silent():
    """Sentences about the chips that do not answer."""
    return ["the %s does not answer" % chip.name for chip in chips if chip.dead]
