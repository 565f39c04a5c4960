"""The converter inside an ESP32, made quieter.

One conversion of it scatters by several millivolts; the mean of 32 with 100 nF at the pin
by about one.  Its bend (some 10 mV over the range) and its floor (0 V reads as 142 mV at
11 dB) stay: keep voltages within 150..2450 mV, and measure the supply with the same
converter.  ESP-IDF, "Analog to Digital Converter", attenuation and noise.
"""

from drivers import SILENT_uV


class Oversampled:
    """read_uv() of `adc` (anything with read_uv(), as machine.ADC), averaged.

    times: conversions, 1..256; trim_uV is added.  SILENT_uV should a conversion fail.
    """

    def __init__(self, adc, times=32, trim_uV=0):
        if not 1 <= times <= 256:  # 256 * 3 300 000 = 8.4e8 < 2**30
            raise ValueError("conversions averaged: %d is outside 1..256" % times)
        self._read_uv = adc.read_uv
        self._times = times
        self._trim_uV = trim_uV

    def read_uv(self):
        read_uv = self._read_uv
        total_uV = 0
        try:
            for _ in range(self._times):
                total_uV += read_uv()
        except OSError:
            return SILENT_uV
        return total_uV // self._times + self._trim_uV
