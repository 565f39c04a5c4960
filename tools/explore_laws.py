"""The laws as tools/explore.py asks them: of one step, with timers of their own.

A watch is (whole ticks between the step in which the compressor stopped and this one, since power
on, how long a defrost has lasted, what ran last: 0 nothing, 1 heat or cold, 2 defrost).  This step
comes one tick later, hence + 1.  Whether the valve moved 30 s after the stop and 15 s before the
start shows as: not in the same step.
"""

from heatpump import modes

_OFF, _BOOT, _DEFROST = range(3)
START = (0, 0, 0, 0)
_MOST = (5, 5, 7)


def judge(watch, before, after, inputs, world):
    """(the watch after the step, the number of a broken law or None)."""
    unit, g = world.unit, world.unit.guard
    was_on, was_reversed, now_on, now_reversed = before[6], before[7], g.compressor, g.reverse
    off, boot, lasted, last = watch
    dark = inputs["trouble"] == "late"  # the board has dropped everything by itself
    broken = None
    trouble = inputs["trouble"]
    if now_on and not was_on:
        belongs = last == (1 if now_reversed else 2) and off + 1 >= 2  # 45 s are two ticks
        if boot + 1 < 6 or not (off + 1 >= 6 or belongs):
            broken = 1
    if now_on and trouble in ("pressure", "latch"):
        broken = broken or 2
    if now_on and trouble == "probe":
        broken = broken or 6
    if now_on and world.water and (trouble == "flow" or not g.pump):
        broken = broken or 10
    if now_reversed != was_reversed and not dark and (was_on or now_on):
        broken = broken or 7
    defrosting = now_on and now_reversed and unit.mode == modes.DEFROST
    if now_on and not g.fan and unit.mode in (modes.HEAT, modes.COOL):
        broken = broken or 8
    if defrosting and g.fan:
        broken = broken or 9
    lasted = lasted + 1 if defrosting else 0
    if lasted > 6:
        broken = broken or 14
    if before[20] and not after[20] and trouble != "person":
        broken = broken or 15
    if after[20] and now_on and not was_on:
        broken = broken or 15
    if dark and (now_on or g.fan or g.pump or now_reversed):
        broken = broken or 12
    if now_on:
        off, last = 0, 2 if defrosting else 1
    else:
        off = 0 if was_on or dark else min(off + 1, _MOST[_OFF])
    return (off, min(boot + 1, _MOST[_BOOT]), min(lasted, _MOST[_DEFROST]), last), broken
