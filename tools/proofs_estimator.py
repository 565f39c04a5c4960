"""What tools.intervals is asked to prove of the estimator and of the account of energy.

Inputs are what heatpump.sensors can hand over at all, not what a plausible machine shows: any
16-bit temperature, pressures from a vacuum to four times a fluid's table, every setting from its
lowest to its highest, blocks of 1..32 s.  Attributes are proved to stay where they are declared.

What intervals cannot show, and what is taken in its place (each is a line of arithmetic):

    mean       of n samples lies between them: proved for each n = 1..16
    shell sums  at most RATE * seconds of the run (Grows): proved for each length of a block
    cycle      a sum over good samples is at most so many times the largest: each n = 0..16
    blocks     a block is at most 32 s: it closes with the first second taken after the 16th
    carnot     the bound is below 2**17 once the lift is 5 K: 37_315 << 10 over 500
    counters   2**23 kWh are 38 years of 25 kW; total() and finest() belong together
"""

from tools import accuracy  # noqa: F401  puts the firmware on the path

from heatpump import (  # isort: skip
    balance, cop, counters, cycle, energy, figures, fixed, fusion, quality, settings, shell, sink,
    tare, uncertainty, verdict,
)  # fmt: skip

from tools.intervals import (  # isort: skip
    OPAQUE, Array, Grows, Interval, Object, Proof, Record, Returns, Rises, Takes,
)  # fmt: skip

BOOL = Interval(0, 1)
T_cC = Interval(-(2**15), 2**15 - 1)
T_DEW_cC = Interval(-27315, 10000)  # as tools/proofs.py proves
P_Pa = Interval(-(2**12), 2**25)  # "less than a vacuum is a fault", but for the rounding
H_Jpkg = Interval(0, 2**20)
DIFFERENCE_Jpkg = Interval(-(2**20), 2**20)
POWER_W = Interval(-(2**30), 32000)  # below 0: no meter; readings.py holds the upper ends
FLOW_gps = Interval(-(2**30), 4000)
COMPRESSOR_W = Interval(0, 20000)
DENSITY = Interval(0, 31600)
BLOCK_s = Interval(1, 32)
BAR_bp = Interval(0, 9000)
INTERNAL_W = Interval(-500_000, 500_000)
SINK_W = Interval(-390_000, 390_000)
HEAT_W = Interval(-890_000, 890_000)
APART_cK = Interval(-8000, 8000)
RATIO_q11 = Interval(0, 40960)
COP_q13 = Interval(-(2**16), 2**18)
SWEPT_PER_s = 252_900  # DENSITY.hi * 16383 >> 11
RUN_s = 2400  # shell._RUN_MOST_s


def readings():
    """What the estimator is handed each scan."""
    t = {f"t_{name}_cC": T_cC for name in
         ("suction", "discharge", "liquid", "supply", "return", "outdoor")}  # fmt: skip
    flags = dict.fromkeys(
        ("circuit_ok", "water_ok", "t_outdoor_ok", "fan_on", "pump_on", "heater_on",
         "crankcase_on"), BOOL)  # fmt: skip
    return Object(None, **t, **flags, p_suction_Pa=P_Pa, p_discharge_Pa=P_Pa, power_W=POWER_W,
                  flow_gps=FLOW_gps, phase=Interval(0, 3))  # fmt: skip


def all_settings():
    """Every row of the settings between its bounds."""
    return Object(None, **{row[0]: Interval(row[2], row[3]) for row in settings.ROWS})


def fluid():
    """A Refrigerant whose results lie where tools/proofs.py proves them to lie."""
    dew, known = Returns(T_DEW_cC), Returns(BOOL)
    return Object(None, t_dew_cC=dew, t_bubble_cC=dew, p_in_range=known, table=OPAQUE,
                  h_vapour=Returns(H_Jpkg), h_liquid=Returns(H_Jpkg))  # fmt: skip


def a_cycle(whole=16, good=16):
    """A Cycle of so many samples in range and good ones: its means are those of its samples."""
    block = [Array(T_cC, length=cycle.BLOCK)] * 3, [Array(P_Pa, length=cycle.BLOCK)] * 2
    sums = [Interval(whole * x.lo, whole * x.hi) for x in (DIFFERENCE_Jpkg, DIFFERENCE_Jpkg)]
    found = Record(Interval(whole), *sums, Interval(good),
                   Interval(good * RATIO_q11.lo, good * RATIO_q11.hi))  # fmt: skip
    return Object(
        cycle.Cycle, refrigerant=fluid(), _t=block[0], _p=block[1], _h=OPAQUE, _found=found,
        n=Interval(0, cycle.BLOCK), ok=BOOL, _all_good=BOOL, t_suction_cC=T_cC,
        t_discharge_cC=T_cC, t_liquid_cC=T_cC, p_suction_Pa=P_Pa, p_discharge_Pa=P_Pa,
        superheat_cK=Interval(-(2**17), 2**17), subcooling_cK=Interval(-(2**17), 2**17),
        t_evaporating_cC=T_DEW_cC, t_condensing_cC=T_DEW_cC, ratio_q11=RATIO_q11,
        work_Jpkg=DIFFERENCE_Jpkg, heat_Jpkg=DIFFERENCE_Jpkg, density=DENSITY,
    )  # fmt: skip


def prove_cycle(proof):
    for n in range(1, cycle.BLOCK + 1):
        proof.run(cycle._mean, Array(T_cC, length=cycle.BLOCK), Interval(n))
        for item in (T_cC, P_Pa):
            mean = proof.run(cycle._mean, Array(item, length=cycle.BLOCK), Interval(n))
            if not mean.within(item.lo, item.hi):
                source = proof.source(cycle._mean)
                proof.complain(source, source.tree, f"a mean of {item} is {mean}")
    proof.replace.update(_mean=Returns(OPAQUE), _work_through=Returns(OPAQUE))
    for n in range(cycle.BLOCK + 1):
        proof.method(a_cycle(n, n), "_enthalpies", Interval(1, cycle.BLOCK))
    thing = a_cycle()
    for part in ("_temperatures", "_gas", "_plausible"):
        proof.method(thing, part)
    thing.declared["n"] = Grows(Interval(0, cycle.BLOCK - 1), Interval(1, cycle.BLOCK))
    proof.method(thing, "take", readings())
    proof.method(thing, "carnot_q10", BOOL)
    found = Record(*[Interval(0, 16), *[Interval(-(2**24), 2**24)] * 2, Interval(0, 16),
                     Interval(0, 16 * RATIO_q11.hi)])  # fmt: skip
    h = Array(H_Jpkg)
    proof.run(cycle._balance, h, h, h, Interval(0, cycle.BLOCK), found)


def a_shell(block_s=0):
    """A Shell whose run goes on for block_s more; its sums are bounded by its seconds."""
    left_s = RUN_s - block_s

    def sums(rate):
        start = Interval(rate.lo * left_s, rate.hi * left_s)
        return Grows(start, Interval(rate.lo * RUN_s, rate.hi * RUN_s))

    swept = Interval(0, SWEPT_PER_s)
    return Object(
        shell.Shell, capacity_JpK=Interval(500, 100_000), flow_k=Interval(0, 32767),
        runs=Grows(Interval(0, 2**29), Interval(0, 2**29 + 1)), storage_W=Interval(-27000, 27000),
        run_s=Grows(Interval(0, 2**29), Interval(0, 2**29 + 32)), apart_cK=APART_cK,
        _steel_cCq4=Interval(-(2**19), 2**19),
        _electric_J=sums(COMPRESSOR_W), _swept=sums(swept), _apart=sums(APART_cK),
        _electrics_J=_last(COMPRESSOR_W), _swepts=_last(swept), _aparts=_last(APART_cK),
        _at=Interval(0, 3),
    )  # fmt: skip


def _last(rate):
    return Array(Interval(rate.lo * BLOCK_s.hi, rate.hi * BLOCK_s.hi), length=4)


def prove_shell(proof):
    source = a_cycle()
    thing = a_shell()
    for method in ("begin", "end", "steel_cC"):
        run = shell.Shell.steel_cC.fget if method == "steel_cC" else getattr(shell.Shell, method)
        proof.run(run, thing)
    proof.method(thing, "flow_q15", DENSITY)
    good = a_cycle()
    good.declared["work_Jpkg"] = Interval(3000, 2**20)  # a good sample's is no less
    good.declared["density"] = Interval(1, DENSITY.hi)
    proof.method(thing, "_learn_flow", good, Interval(-50000, 50000))
    for block_s in range(1, 64):
        proof.method(thing, "follow", T_cC, Interval(block_s))
    proof.method(thing, "follow", T_cC, Interval(64, 2**20))
    for block_s in range(BLOCK_s.lo, BLOCK_s.hi + 1):
        length = Interval(block_s)
        proof.method(a_shell(block_s), "_note", source, COMPRESSOR_W, length)
        proof.method(a_shell(block_s), "block", good, COMPRESSOR_W, length)


def a_balance(the_cycle=None, **changes):
    """A Balance of default cycle and shell, some attributes changed."""
    ranges = {
        "_loss_q13": Interval(0, 1229), "share_q13": Interval(-(2**13), 12288),
        "_kept_q13": Interval(8192 - 1844, 8192), "carnot_q10": Interval(0, 2**26),
        "cop_q13": COP_q13, "heat_W": Interval(0, INTERNAL_W.hi), "flow_q15": Interval(0, 2**20),
        "ok": BOOL, **changes,
    }  # fmt: skip
    return Object(balance.Balance, cycle=the_cycle or a_cycle(), shell=a_shell(), **ranges)


def prove_balance(proof):
    proof.replace.update(Cycle=Returns(OPAQUE), Shell=Returns(OPAQUE))
    proof.method(a_balance(), "__init__", fluid(), all_settings())
    proof.method(a_balance(), "lose", T_cC)
    proof.method(a_balance(), "_share", Interval(-25000, 20000), COMPRESSOR_W)
    proof.method(a_balance(carnot_q10=Interval(0, 2**17)), "_fits_carnot")
    thing = a_balance(_sweep=Returns(OPAQUE), _fits_carnot=Returns(BOOL))
    thing.declared["shell"].declared["block"] = Returns(OPAQUE)
    for name in ("work_out", "carnot_q10"):
        thing.declared["cycle"].declared[name] = Returns(Interval(0, 2**26))
    proof.method(thing, "run", BOOL, BOOL, COMPRESSOR_W, BLOCK_s)
    edge_Jpkg, flow_q15 = 1, Interval(0, 2**20)
    while edge_Jpkg <= 2**21:
        below_Jpkg = edge_Jpkg + 1 + edge_Jpkg // 20
        proof.run(balance._carried_W, flow_q15, Interval(edge_Jpkg, below_Jpkg - 1))
        edge_Jpkg = below_Jpkg
    proof.replace["_carried_W"] = Returns(Interval(0, 2**15))
    proof.method(a_balance(), "_sweep", a_cycle(), BOOL, COMPRESSOR_W)


def prove_sink(proof):
    proof.run(sink.heat_capacity_JpkgK, all_settings())
    dts = Interval(-3000, 3000)
    full = cycle.BLOCK

    def thing(n, flow_n):
        return Object(
            sink.Sink, _cp_q16=Interval(0, 2818), heat_W=SINK_W, dt_cK=dts, known=BOOL,
            watched=BOOL, same_sign_s=Interval(0, 2**20), _zeroed=Interval(0, 32),
            _zero_cKq4=Grows(Interval(-2400, 2400), Interval(-2550, 2550)),
            _n=Grows(Interval(n), Interval(0, full)),
            _flow_n=Grows(Interval(flow_n), Interval(0, full)),
            _dts_cK=Grows(Interval(n * dts.lo, n * dts.hi), Interval(-3000 * full, 3000 * full)),
            _flows=Grows(Interval(flow_n * -9_000_000, flow_n * 9_000_000),
                         Interval(full * -9_000_000, full * 9_000_000)),
        )  # fmt: skip

    proof.method(thing(0, 0), "__init__", all_settings())
    for n in range(full):
        proof.method(thing(n, n), "take", readings())
    for n in range(full + 1):
        proof.method(thing(n, n), "work_out", BLOCK_s)
    proof.method(thing(0, 0), "zero")
    proof.method(thing(0, 0), "limit_cK", Interval(5, 50))


def a_fusion():
    return Object(
        fusion.Fusion, weight_q10=Interval(0, 1024), bar_bp=BAR_bp, agreement=Interval(0, 3),
        difference_bp=Interval(-20000, 20000),
    )  # fmt: skip


def prove_fusion(proof):
    bar = Interval(1, 9000)
    proof.method(a_fusion(), "weigh", bar, bar)
    proof.method(a_fusion(), "join_W", INTERNAL_W, SINK_W)
    for internal_W in (Interval(INTERNAL_W.lo, -1), Interval(0), Interval(1, INTERNAL_W.hi)):
        proof.method(a_fusion(), "compare", internal_W, SINK_W, bar, bar)


def prove_tare(proof):
    def thing(n):
        return Object(
            tare.Tare, _settings=all_settings(), offset_W=Interval(-150, 150),
            _sum_W=Grows(Interval(0, 20000 * n), Interval(0, 20000 * cycle.BLOCK)),
            _n=Grows(Interval(n), Interval(0, cycle.BLOCK)),
        )  # fmt: skip

    for n in range(cycle.BLOCK + 1):
        if n < cycle.BLOCK:
            proof.method(thing(n), "take", readings())
        mean_W = proof.method(thing(n), "mean_W")
        if not mean_W.within(COMPRESSOR_W.lo, COMPRESSOR_W.hi):
            source = proof.source(tare.Tare.mean_W)
            proof.complain(source, source.tree, f"the compressor's power is {mean_W}")
    proof.method(thing(0), "weigh", readings())


def a_steadiness():
    return Object(
        quality.Steadiness, word=Interval(0, 3), state=Interval(0, 2), _before_q13=COP_q13,
        _since_defrost_s=Interval(0, 2**20), _state_s=Grows(Interval(0, 300), Interval(0, 332)),
        _alike=Grows(Interval(0, 3), Interval(0, 4)),
    )  # fmt: skip


def prove_quality(proof):
    thing = a_steadiness()
    proof.method(thing, "defrost")
    proof.method(thing, "rest", BLOCK_s)
    proof.method(thing, "run", BLOCK_s, BOOL, COP_q13)
    proof.method(thing, "quote", Interval(0, 2**29),
                 Object(None, watched=BOOL, same_sign_s=Interval(0, 2**20)))  # fmt: skip


def a_bar():
    """An Uncertainty of any class and settings."""
    square = [Interval(min(c), max(c)) for c in zip(*uncertainty.CLASSES, strict=True)]
    return Object(
        uncertainty.Uncertainty, _at=fluid(), _probe_cK=square[0], _water_cK=square[5],
        _suction_Pa=Interval(0, 60000), _discharge_Pa=Interval(0, 100_000),
        _loss_bp=Interval(100, 353), _power_bp=Interval(50, 1500), _flow_bp=Interval(100, 500),
        _shares_bp=Array(Interval(-9000, 9000), length=uncertainty.SENSORS),
        _turn=Interval(0, uncertainty.SENSORS - 1), _d_work_Jpkg=Interval(-50000, 50000),
        _d_heat_Jpkg=Interval(-100_000, 100_000), cop_bp=BAR_bp, heat_bp=BAR_bp, sink_bp=BAR_bp,
    )  # fmt: skip


def prove_uncertainty(proof):
    proof.replace.update(array=Returns(OPAQUE))
    proof.method(a_bar(), "__init__", fluid(), all_settings())
    del proof.replace["array"]
    for sensor in range(uncertainty.SENSORS):
        proof.method(a_bar(), "_share", Interval(sensor), a_cycle(), BOOL)
    proof.method(a_bar(), "next", a_cycle(), BOOL)
    proof.method(a_bar(), "combine", BAR_bp)
    proof.method(a_bar(), "sink", Object(None, dt_cK=Interval(-3000, 3000),
                                         limit_cK=Returns(Interval(5, 50))))  # fmt: skip


def a_sink():
    return Object(sink.Sink, heat_W=SINK_W, dt_cK=Interval(-3000, 3000), known=BOOL, watched=BOOL,
                  same_sign_s=Interval(0, 2**20), _zeroed=Interval(0, 32))  # fmt: skip


def prove_verdict(proof):
    permille = Interval(0, 901)
    thing = Object(
        verdict.Verdict, _balance=a_balance(), _sink=a_sink(), bar=a_bar(), fusion=a_fusion(),
        steadiness=a_steadiness(), heat_W=HEAT_W, cop_q10=Interval(-(2**13), 2**30 - 1),
        quality=Interval(0, 3), u95_permille=permille, bar_permille=permille,
    )  # fmt: skip
    bar = Interval(1, 9000)
    bars = Returns(bar)
    thing.declared["fusion"].declared["compare"] = Takes(INTERNAL_W, SINK_W, bar, bar)
    thing.declared["bar"].declared.update(next=bars, combine=bars, sink=bars)
    for name in ("cop_bp", "heat_bp", "sink_bp"):  # no sensor is so good that nothing is left
        thing.declared["bar"].declared[name] = bar
    proof.method(thing, "stand", BLOCK_s)
    for compressor_W in (Interval(0), Interval(1, COMPRESSOR_W.hi)):
        proof.method(thing, "run", BLOCK_s, BOOL, BOOL, BOOL, compressor_W)


def prove_sampling(proof):
    done = Returns(OPAQUE)
    a_shell_ = Object(None, begin=done, end=done, follow=done, run_s=Interval(0, 2**29 + 32))
    the_cycle = a_cycle()
    the_cycle.declared["take"] = done
    the_balance = a_balance(the_cycle, lose=done, run=done)
    a_verdict = Object(
        None, cop_q10=Interval(-(2**13), 2**30 - 1), heat_W=HEAT_W, quality=Interval(0, 3),
        u95_permille=Interval(0, 901), bar_permille=Interval(0, 901), stand=done, run=done,
    )  # fmt: skip
    a_sink_ = Object(None, take=done, work_out=done, zero=done, known=BOOL,
                     dt_cK=Interval(-3000, 3000))  # fmt: skip
    a_tare = Object(None, take=done, weigh=done, mean_W=Returns(COMPRESSOR_W))
    shown = {name: a_verdict.declared[name] for name in
             ("cop_q10", "heat_W", "quality", "u95_permille", "bar_permille")}  # fmt: skip
    shown.update({name: the_cycle.declared[name] for name in
                  ("superheat_cK", "subcooling_cK", "t_evaporating_cC", "t_condensing_cC")})
    thing = Object(
        cop.Estimator, balance=the_balance, cycle=the_cycle, shell=a_shell_, sink=a_sink_,
        tare=a_tare, verdict=a_verdict, steadiness=Object(None, defrost=done),
        phase=Interval(0, 3), block_phase=Interval(0, 3), _second_ms=Interval(0, 999),
        _block_ms=Grows(Interval(0, 16998), Interval(0, 32998)),
        _taken=Grows(Interval(0, 15), Interval(0, 16)), _rest_cC=T_cC, _air_cC=T_cC,
        blocks=Interval(0, 0xFFFF), _stood_s=Interval(0, 300), _plain=BOOL, _rest_ok=BOOL,
        _air_ok=BOOL, gates_open=BOOL, carnot_q10=Interval(0, 2**26),
        heat_J=Interval(HEAT_W.lo * BLOCK_s.hi, HEAT_W.hi * BLOCK_s.hi),
        compressor_W=COMPRESSOR_W, mass_flow_gps=Interval(0, 2**15), **shown,
    )  # fmt: skip
    proof.method(thing, "sample", readings(), Interval(0, 2**30 - 1))


KWH_MOST = 2**23
ANY_J = Interval(-(2**29) + 1, 2**29 - 1)


def some_counters(kWh=None):
    """Counters of every row; kWh: the ranges of their first wheels."""
    kWh = kWh or [Grows(Interval(-KWH_MOST, KWH_MOST), Interval(-KWH_MOST - 150, KWH_MOST + 150))
                  for _ in range(energy.ROWS)]  # fmt: skip
    wheels = [w for first in kWh for w in (first, Interval(0, 999), Interval(0, 3599))]
    return Object(counters.Counters, wheels=Record(*wheels))


def prove_counters(proof):
    thing, rows = some_counters(), Interval((1 << energy.ROWS) - 1)
    for row in range(energy.ROWS):
        proof.method(thing, "add_J", Interval(row), ANY_J)
        proof.method(thing, "kWh", Interval(row))
        proof.method(thing, "Wh", Interval(row))
    proof.method(thing, "clear")
    proof.method(thing, "copy", some_counters())
    proof.run(figures.finest, thing, rows)
    totals = [proof.run(figures.total, thing, rows, Interval(0))]
    # Wh and 10 mWh: what finest() allows, and a sum is largest when one row has it all
    for unit, most_kWh in ((1, 500_000), (2, 5000)):
        for whole in range(energy.ROWS):
            kWh = [Interval(-1, 0)] * energy.ROWS
            kWh[whole] = Interval(-most_kWh, most_kWh)
            totals.append(proof.run(figures.total, some_counters(kWh), rows, Interval(unit)))
    total = Interval(min(t.lo for t in totals), max(t.hi for t in totals))
    proof.replace = {"total": Returns(total), "finest": Returns(Interval(0, 2))}
    proof.run(figures.ratio_q10, thing, rows, rows)
    proof.replace = {}


def prove_energy(proof):
    periods = {name: Object(None, add_J=Takes(ANY_J), copy=Returns(OPAQUE), clear=Returns(OPAQUE))
               for name in ("day", "yesterday", "month", "last_month", "life")}  # fmt: skip
    most_mJ, on_ms = 25_000 * 16_000, Grows(Interval(0, 16_999), Interval(0, 32_999))
    meters = Object(None, rated_W=Returns(Interval(0, 24_500)), offset_W=Interval(-150, 150))
    estimator = Object(
        None, heat_J=Interval(HEAT_W.lo * BLOCK_s.hi, HEAT_W.hi * BLOCK_s.hi), gates_open=BOOL,
        block_phase=Interval(0, 3), bar_permille=Interval(0, 901), compressor_W=COMPRESSOR_W,
        tare=meters,
    )  # fmt: skip
    for phase in range(4):
        thing = Object(
            energy.Energy, _settings=all_settings(), **periods,
            _phase=Grows(Interval(phase), Interval(0, 3)), _cools=BOOL,
            _all_mJ=Grows(Interval(0, most_mJ + 999), Interval(0, 2 * most_mJ + 999)),
            _all_ms=Grows(Interval(0, 16_999), Interval(0, 32_999)), _fan_ms=on_ms,
            _pump_ms=on_ms, _heater_ms=on_ms, _crankcase_ms=on_ms,
            day_s=Interval(0, energy.DAY_s - 1), month_s=Interval(0, energy.MONTH_s - 1),
        )  # fmt: skip
        proof.method(thing, "add", Interval(0, 2**30 - 1), readings(), estimator)


def prove_figures(proof):
    some = some_counters()
    proof.replace = {"ratio_q10": Returns(Interval(-(2**29), 2**29))}
    proof.run(figures.u95_permille, some)
    proof.run(figures.quality, some)
    for against_gas in (0, 1):
        proof.run(figures.carbon_saved_kg, some, all_settings(), Interval(against_gas))


ESTIMATOR = (prove_cycle, prove_shell, prove_balance, prove_sink, prove_fusion, prove_tare,
             prove_quality, prove_uncertainty, prove_verdict, prove_sampling)  # fmt: skip
ACCOUNT = (prove_counters, prove_energy, prove_figures)


def estimator():
    """A Proof that has seen the arithmetic of the estimator."""
    proof = Proof(replace={"isqrt": Rises(fixed.isqrt, Interval(0, 2**30 - 1))})
    for part in ESTIMATOR:
        part(proof)
    return proof


def account():
    """A Proof that has seen the arithmetic of energies, counters and figures."""
    proof = Proof()
    for part in ACCOUNT:
        part(proof)
    return proof
