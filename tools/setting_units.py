"""What the last word of a setting's name stands for, in print; the board needs no room for it."""

UNITS = {
    "cC": "0.01 degC", "cK": "0.01 K", "Kmin": "K min", "min": "min", "kPa": "kPa",
    "permille": "0.1 %", "pct": "%", "ms": "ms", "s": "s", "h": "h", "W": "W", "JpK": "J/K",
    "JpkgK": "J/kgK", "gps": "g/s", "gpkWh": "g/kWh", "q1": "tenths",
}


def unit(name):
    """The unit of setting `name`, "" for a plain number."""
    return UNITS.get(name.rpartition("_")[2], "")
