"""What is in force of settings_rows.py, and how a file changes it.

A file of settings is a JSON object {name: whole number}.  One wrong entry rejects the
whole file, with every error listed, and the settings in force stay.
"""

import json

from heatpump.settings_rows import RELATIONS, ROWS


class Settings:
    """One int attribute a row.  `rows`: (name, default, low, high)."""

    def __init__(self, rows=ROWS):
        self.rows = rows
        self.changed = 0
        for row in rows:
            setattr(self, row[0], row[1])

    def load(self, text):
        """Take a JSON text of {name: int}; returns the list of errors, empty when taken."""
        try:
            wanted = json.loads(text)
        except (ValueError, TypeError, RuntimeError, MemoryError):  # odd keys, too deep, too long
            wanted = None
        if type(wanted) is not dict:
            return ["settings are no JSON object of names and numbers: %s" % (text[:40],)]
        return self.take(wanted)

    def take(self, wanted):
        """Set every name of the dict `wanted`, or none of them; returns the list of errors."""
        errors = []
        for name in sorted(str(n) for n in wanted):
            if self.row(name) is None:
                errors.append("%s: no such setting" % name)
            else:
                _check(self.row(name), wanted.get(name), errors)
        if not errors:
            self._check_relations(wanted, errors)
        if not errors:
            for name in wanted:
                setattr(self, name, wanted[name])
            self.changed += len(wanted)
        return errors

    def row(self, name):
        """The row of `name`, or None."""
        for row in self.rows:
            if row[0] == name:
                return row
        return None

    def _check_relations(self, wanted, errors):
        for lower, upper, apart, only in RELATIONS:
            if only and wanted.get(only[0], getattr(self, only[0])) < only[1]:
                continue
            low = wanted.get(lower, getattr(self, lower))
            high = wanted.get(upper, getattr(self, upper))
            if high - low < apart:
                errors.append(
                    "%s %d and %s %d: the second must be at least %d above the first"
                    % (lower, low, upper, high, apart)
                )


def _check(row, value, errors):
    name, _, low, high = row
    if type(value) is not int:
        errors.append("%s: %r is not a whole number" % (name, value))
    elif not low <= value <= high:
        errors.append("%s: %d is outside %d..%d" % (name, value, low, high))
