"""Makes a failing case short: fewer faults, fewer options, fewer hours, as long as it fails."""

from tools.campaign import work

_PAIRS = ("--fault", "--set", "--warmer", "--scan-ms", "--weather", "--machine", "--seed")


def shrink(case, fails, on_step=None):
    """The shortest case found for which `fails(case)` (a sentence or None) is still true.

    Options go one at a time, from the end, until none can go; then the days are cut by half.
    on_step(case) is told of each success.
    """
    shorter = case
    while shorter is not None:
        case, shorter = shorter, None
        for smaller in _smaller(case):
            if fails(smaller):
                shorter = smaller
                if on_step:
                    on_step(smaller)
                break
    return case


def _smaller(case):
    options = case["options"]
    for at in range(len(options) - 1, -1, -1):
        if options[at] in _PAIRS:
            yield {**case, "options": options[:at] + options[at + 2 :]}
        elif options[at] == "--sensor-errors":
            yield {**case, "options": options[:at] + options[at + 1 :]}
    days = options.index("--days") + 1
    half = float(options[days]) * 0.7
    if half >= 0.011:
        yield {**case, "options": [*options[:days], f"{half:.4f}", *options[days + 1 :]]}


def failing(interpreter="micropython"):
    """What shrink() asks: run it and say what is wrong."""
    return lambda case: work.bad(work.run(case, interpreter))
