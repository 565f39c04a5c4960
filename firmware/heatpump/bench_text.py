"""Integers with units as people read them, tables, and mistakes answered with a sentence."""


def decimal(x, digits):
    """-164, 2 -> "-1.64": an integer with so many decimals, without floats."""
    scale = 10**digits
    return "%s%d.%0*d" % ("-" if x < 0 else "", abs(x) // scale, digits, abs(x) % scale)


def tenths(x):
    """0.01 degC or kelvin, rounded to tenths: -149 -> "-1.5"."""
    t = (abs(x) + 5) // 10
    return decimal(-t if x < 0 else t, 1)


def bar(p_kPa):
    """Absolute kilopascals as bar: 417 -> "4.17"."""
    return decimal(p_kPa, 2)


def cop(cop_q10):
    """4.5 in units of 1/1024 -> "4.50"; "-" where there is none."""
    return decimal((cop_q10 * 100 + 512) >> 10, 2) if cop_q10 else "-"


def clock(seconds):
    """3725 -> "1:02:05"."""
    return "%d:%02d:%02d" % (seconds // 3600, seconds // 60 % 60, seconds % 60)


def table(rows):
    """Print rows of strings in columns; the last column is as wide as it likes."""
    if not rows:
        return
    widths = [max([len(row[i]) for row in rows]) for i in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [row[i] + " " * (widths[i] - len(row[i])) for i in range(len(widths))]
        print("  " + "  ".join(cells + [row[-1]]))


def columns(words):
    """Print many words, as many in a line as fit."""
    line = " "
    for word in words:
        if len(line) + len(word) > 96:
            print(line)
            line = " "
        line += " " + word
    print(line)


def asks(name, *arguments):
    """For what a person types: a mistake is answered with a sentence and never a traceback."""

    def wrap(function):
        def asked(*values, **named):
            free = arguments[len(values) :]
            if len(values) > len(arguments) or [n for n in named if n not in free]:
                print("%s takes (%s), see help()" % (name, ", ".join(arguments)))
                return None
            try:
                return function(*values, **named)
            except ValueError as problem:
                print(problem)
            except KeyboardInterrupt:
                print("Stopped; every output is off.")

        return asked

    return wrap


def whole(what, n, low, high, unit):
    """`n` when it is a whole number of low..high; ValueError with a sentence if not."""
    if type(n) is not int or not low <= n <= high:
        raise ValueError("%s: %r is not a whole number of %d..%d %s" % (what, n, low, high, unit))
    return n


def seconds(what, s, most=600):
    """`s` when it is a whole number of 1..most seconds."""
    return whole(what, s, 1, most, "seconds")


def chosen(what, word, allowed):
    """`word` when it is one of `allowed`; ValueError that prints them if not."""
    if word not in allowed:
        raise ValueError("%s: %r is none of %s" % (what, word, ", ".join(allowed)))
    return word


def listed(words):
    return ", ".join(words) or "nothing"


def file_name(what, name):
    """ValueError with a sentence unless `name` can be the name of a file."""
    if type(name) is not str or not name or "\0" in name:
        raise ValueError("%s: %r is not the name of a file" % (what, name))
