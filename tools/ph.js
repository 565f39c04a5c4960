// Points of a cycle on the tables of tools/ph.py chart(), and the drawing of tools/ph_svg.py
// moved to them.  state() is what ph.state_points() is, within 0.3 kJ/kg; no CoolProp needed.
"use strict";
const ph = (() => {
  // where x stands in rising numbers: [index below, share of the way to the next], held at both ends
  function place(xs, x) {
    let low = 0, high = xs.length - 1;
    if (!(x > xs[0])) return [0, 0];
    if (x >= xs[high]) return [high - 1, 1];
    while (high - low > 1) {
      const middle = low + high >> 1;
      if (xs[middle] > x) high = middle; else low = middle;
    }
    return [low, (x - xs[low]) / (xs[high] - xs[low])];
  }
  const read = (xs, ys, x) => {
    const [i, f] = place(xs, x);
    return ys[i] + f * (ys[i + 1] - ys[i]);
  };

  // the tables by logarithm of pressure, made once a chart
  function prepare(chart) {
    if (chart.ready) return chart.ready;
    const t_C = chart.saturation.map(row => row[0]);
    return chart.ready = {
      t_C,
      bubble: chart.saturation.map(row => Math.log(row[1])),
      dew: chart.saturation.map(row => Math.log(row[2])),
      p: chart.gas.p_bar.map(Math.log),
      liquid_C: chart.liquid.map(row => row[0]),
      liquid: chart.liquid.map(row => row[1]),
    };
  }
  const dew_C = (chart, p_bar) => read(prepare(chart).dew, prepare(chart).t_C, Math.log(p_bar));
  const bubble_C = (chart, p_bar) => read(prepare(chart).bubble, prepare(chart).t_C, Math.log(p_bar));
  const liquid = (chart, t_C) => read(prepare(chart).liquid_C, prepare(chart).liquid, t_C);
  function gas(chart, over_K, p_bar) {
    const [i, f] = place(prepare(chart).p, Math.log(p_bar));
    const row = chart.gas.h_kJpkg, over = chart.gas.over_K;
    const low = read(over, row[i], over_K);
    return low + f * (read(over, row[i + 1], over_K) - low);
  }

  // the cycle of readings {p_suction_kPa, p_discharge_kPa, t_suction_C, t_discharge_C, t_liquid_C}:
  // points and anchors as [h_kJpkg, p_bar], words for people; null when a reading is missing
  function state(chart, now) {
    const { p_suction_kPa, p_discharge_kPa, t_suction_C, t_discharge_C, t_liquid_C } = now;
    if ([p_suction_kPa, p_discharge_kPa, t_suction_C, t_discharge_C, t_liquid_C]
        .some(x => x === null || !Number.isFinite(x)) || p_suction_kPa < 40) return null;
    const low = p_suction_kPa / 100, high = p_discharge_kPa / 100;
    const te = dew_C(chart, low), tc = dew_C(chart, high), tb = bubble_C(chart, high);
    const superheat_K = t_suction_C - te, subcooling_K = tb - t_liquid_C;
    const h1 = gas(chart, Math.max(superheat_K, 0), low), h2 = gas(chart, Math.max(t_discharge_C - tc, 0), high);
    const h3 = liquid(chart, Math.min(t_liquid_C, tb)), hd = gas(chart, 0, low), hb = liquid(chart, tb);
    const points = { 1: [h1, low], 2: [h2, high], 3: [h3, high], 4: [h3, low] };
    const cop_heat = h2 > h1 + 0.5 ? (h2 - h3) / (h2 - h1) : null;
    const one = x => x.toFixed(1).replace("-", "\u2212");
    return {
      points, evaporating_C: te, condensing_C: tc, superheat_K, subcooling_K, cop_heat,
      anchors: { ...points, dew: [hd, low], bubble: [hb, high],
                 low: [(Math.max(h3, liquid(chart, te)) + hd) / 2, low], high: [(hb + gas(chart, 0, high)) / 2, high] },
      words: { t1: one(t_suction_C), t2: one(t_discharge_C), t3: one(t_liquid_C), te: one(te), tc: one(tc),
               low: low.toFixed(2), high: high.toFixed(1), superheat: one(superheat_K), subcooling: one(subcooling_K) },
    };
  }

  // move a drawing of tools/ph_svg.py: its frame stands in data-frame of the svg element
  function move(svg, state) {
    const group = svg.querySelector(".ph-cycle");
    group.style.display = state ? "" : "none";
    if (!state) return;
    const f = JSON.parse(svg.dataset.frame);
    const at = name => {
      const [h, p] = state.anchors[name];
      return [f.left + (h - f.h_low) * f.per_kJpkg, f.bottom - Math.log(p / f.p_low) * f.per_ln].map(x => x.toFixed(1));
    };
    group.querySelectorAll("[data-through]").forEach(path =>
      path.setAttribute("d", "M" + path.dataset.through.split(" ").map(name => at(name).join(" ")).join("L")));
    group.querySelectorAll("[data-at]").forEach(part =>
      part.setAttribute("transform", `translate(${at(part.dataset.at).join(" ")})`));
    group.querySelectorAll("[data-text]").forEach(part => {
      part.textContent = part.dataset.text.replace(/\{(\w+)\}/g, (_, name) => state.words[name]);
    });
  }
  return { state, move, dew_C, bubble_C };
})();
