"""The machine in a terminal: mode and why, outputs, readings against their limits, COP.

view = View(title, limits); view.feed(facts); console.print(view).  facts: {name: text} as
heatpump.bench.line() prints them, "?" for a reading nobody may use; facts_of_line() and
facts_of_row() make them of a line of a board or a row of a simulated run's trace.
"""

from collections import deque

from rich import box
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

OUTPUTS = ("compressor", "reverse", "fan", "pump", "heater", "crankcase")
QUALITY = ("none", "insufficient", "preliminary", "quotable")
_LINES = 8  # of changes
_BAR = 30
_STYLES = {
    "HEAT": "red", "COOL": "blue", "TANK": "yellow", "DEFROST": "magenta", "TRIPPED": "bold red",
    "LOCKOUT": "bold red", "WELDED": "bold red", "SAFE_STOP": "bold red", "HOLD_VALVE": "bold red",
}  # fmt: skip
# fmt: off
ROWS = (
    # name            fact               worth   unit    bar from, to   limit of View.limits
    ( "discharge",    "t_discharge_cC",  0.01,   "°C",    -20,  130,    "t_discharge" ),
    ( "supply",       "t_supply_cC",     0.01,   "°C",      0,   65,    "t_supply"    ),
    ( "return",       "t_return_cC",     0.01,   "°C",      0,   65,    None          ),
    ( "room",         "t_room_cC",       0.01,   "°C",     10,   30,    None          ),
    ( "outdoors",     "t_outdoor_cC",    0.01,   "°C",    -30,   45,    None          ),
    ( "coil",         "t_coil_cC",       0.01,   "°C",    -30,   45,    None          ),
    ( "suction",      "t_suction_cC",    0.01,   "°C",    -30,   45,    None          ),
    ( "liquid",       "t_liquid_cC",     0.01,   "°C",    -30,   65,    None          ),
    ( "discharge",    "p_discharge_kPa", 0.01,   "bar",     0,   45,    "p_discharge" ),
    ( "suction",      "p_suction_kPa",   0.01,   "bar",     0,   20,    "p_suction"   ),
    ( "electricity",  "power_W",         0.001,  "kW",      0,    5,    None          ),
)
# fmt: on


def facts_of_line(line):
    """{name: text} of a line of heatpump.bench; None for any other line."""
    head, _, because = line.strip().partition(" because=")
    facts = dict(word.split("=", 1) for word in head.split() if "=" in word)
    return {**facts, "because": because} if "mode" in facts and "uptime_s" in facts else None


def facts_of_row(row, because):
    """The same of a row of trace.csv."""
    facts = {name: text or "?" for name, text in row.items()}
    facts["uptime_s"] = row["at_s"]
    facts["quality"] = QUALITY[int(row["quality"])]
    return {**facts, "because": because}


def clock(seconds):
    """3661 -> 1:01:01, with days in front when there are any."""
    days, left = divmod(int(seconds), 86400)
    text = f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
    return f"{days} d {text}" if days else text


def _whole(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None


def bar(value, low, high, limit):
    """A bar from low to high with a mark at the limit; red beyond 95 % of the way to it."""
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    halves = round(share * _BAR * 2)
    cells = list(("━" * (halves // 2) + "╸" * (halves % 2)).ljust(_BAR))
    close = False
    if limit is not None:
        mark = min(max(round((limit - low) / (high - low) * _BAR), 0), _BAR - 1)
        upper = limit > (low + high) / 3  # a limit in the lower third is one not to fall below
        close = value >= low + 0.95 * (limit - low) if upper else value <= limit * 1.1
        cells[mark] = "│"
    return Text("".join(cells), "red" if close else "cyan")


class View:
    """limits: {"t_discharge": °C, "t_supply": °C, "p_discharge": bar, "p_suction": bar}, any or
    none of them."""

    def __init__(self, title, limits=None):
        self._title = title
        self._limits = limits or {}
        self._facts = None
        self._since_s = 0
        self._moves = deque(maxlen=_LINES)

    def feed(self, facts):
        """What the machine says now; a change of mode goes to the list."""
        if not self._moves or facts["mode"] != self._moves[-1][1]:
            self.moved(facts["uptime_s"], facts["mode"], facts["because"])
        self._facts = facts

    def moved(self, at_s, mode, because):
        """A change of mode that came between two facts."""
        self._since_s = int(at_s)
        self._moves.append((int(at_s), mode, because))

    def __rich__(self):
        if self._facts is None:
            return Panel("waiting for the first line ...", title=self._title, box=box.ROUNDED)
        parts = [self._mode(), self._outputs(), Text(), self._readings(), Text(), self._figures(),
                 Text(), self._history()]  # fmt: skip
        return Panel(Group(*parts), title=self._title, box=box.ROUNDED)

    def _mode(self):
        facts = self._facts
        for_s = _whole(facts.get("in_mode_s"))
        if for_s is None:
            for_s = max(int(facts["uptime_s"]) - self._since_s, 0)
        text = Text(facts["mode"], f"bold {_STYLES.get(facts['mode'], 'green')}")
        text.append(f" for {clock(for_s)}: ", "default")
        text.append(facts["because"], "bold red" if facts.get("fault") == "1" else "bold")
        wait_s = _whole(facts.get("wait_s"))
        if wait_s:
            text.append(f"   the compressor may start in {clock(wait_s)}", "yellow")
        return text

    def _outputs(self):
        text = Text()
        for name in OUTPUTS:
            if name in self._facts:
                on = self._facts[name] == "1"
                text.append("● " if on else "○ ", "green" if on else "dim")
                text.append(name + "   ", "default" if on else "dim")
        return text

    def _readings(self):
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
        for name, fact, worth, unit, low, high, limit_name in ROWS:
            if fact not in self._facts:
                continue
            value, limit = _whole(self._facts[fact]), self._limits.get(limit_name)
            if value is None or (fact == "power_W" and value < 0):
                word = "not measured" if fact == "power_W" else "not believed"
                table.add_row(name, "?", "", Text(word, "yellow" if value is None else "dim"), "")
                continue
            shown = value * worth
            told = f"limit {limit:.3g}" if limit is not None else ""
            digits = 2 if unit == "kW" else 1
            table.add_row(name, f"{round(shown, digits) + 0.0:.{digits}f}", unit,
                          bar(shown, low, high, limit), Text(told, "dim"))  # fmt: skip
        for column, justify in ((0, "left"), (1, "right")):
            table.columns[column].justify = justify
        return table

    def _figures(self):
        facts, text = self._facts, Text()
        cop_q10, bar_permille = _whole(facts.get("cop_q10")), _whole(facts.get("u95_permille"))
        if cop_q10:
            cop = cop_q10 / 1024
            text.append(f"COP {cop:.2f}", "bold")
            text.append(f" ± {cop * (bar_permille or 0) / 1000:.2f} {facts.get('quality', '')}   ")
        else:
            text.append("no COP now   ", "dim")
        for name, fact, worth, unit in (("heat", "heat_W", 0.001, "kW"),
                                        ("superheat", "superheat_cK", 0.01, "K"),
                                        ("subcooling", "subcooling_cK", 0.01, "K")):  # fmt: skip
            value = _whole(facts.get(fact))
            if value is not None and cop_q10:
                text.append(f"{name} {value * worth:.1f} {unit}   ")
        return text

    def _history(self):
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
        for at_s, mode, because in self._moves:
            style = _STYLES.get(mode, "green")
            table.add_row(Text(clock(at_s), "dim"), Text(mode, style), because)
        return table
