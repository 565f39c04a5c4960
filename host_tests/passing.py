"""Time passes on a virtual board, and its wires are read."""

NTC_OPEN_uV = 3300000


def let_pass(wiring, seconds, compressor=False):
    for _ in range(seconds):
        wiring.compressor(compressor)
        wiring.idle_ms(1000)


def reads(wiring, wire, count):
    """So many readings of a channel, one a second."""
    out = []
    for _ in range(count):
        wiring.idle_ms(1000)
        out.append(getattr(wiring, wire).read_uv())
    return out
