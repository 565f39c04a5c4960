"""What was counted and learned: each number by the way that leads to it from the controller."""

from micropython import const

from heatpump.fixed import whole

_MOST = const(1 << 28)

# fmt: off
_NUMBERS = (    # lowest, highest, where they are: a number, or an array of them
    ( -_MOST,   _MOST, "history.run_s history.starts history.hours energy.day_s energy.month_s "
     "energy.day.wheels energy.yesterday.wheels energy.month.wheels energy.last_month.wheels "
     "energy.life.wheels estimator.shell.runs" ),
    (    500, 100_000, "estimator.shell.capacity_JpK" ),
    (      0,   32767, "estimator.shell.flow_k" ),
    (     -1,    1500, "defrost.references_cK" ),
)
# fmt: on


class Numbers:
    """Of one controller; a record of them is {path: number or list}."""

    def __init__(self, unit):
        self._places = []
        for low, high, paths in _NUMBERS:
            for path in paths.split():
                holder, names = unit, path.split(".")
                for name in names[:-1]:
                    holder = getattr(holder, name)
                self._places.append((path, holder, names[-1], low, high))

    def state(self, _uptime_s):
        found = {}
        for path, holder, name, _, _ in self._places:
            value = getattr(holder, name)
            found[path] = value if type(value) is int else list(value)
        return found

    def restore(self, found):
        """Up to the first that is wrong, which raises; what an older firmware lacked is left."""
        for path, holder, name, low, high in self._places:
            now, value = getattr(holder, name), found.get(path)
            if value is None:
                continue
            if type(now) is int:
                setattr(holder, name, whole(value, low, high))
            else:
                for i in range(len(now)):
                    now[i] = whole(value[i], low, high)
