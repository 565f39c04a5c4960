// The page around the charts: the bar that says what is under the cursor, the cycle with its
// slider, the list of changes, and paper.
"use strict";
(() => {
  const { data, drawn } = charts;
  const by = id => document.getElementById(id);
  const element = (kind, name, words) => {
    const made = document.createElement(kind);
    if (name) made.className = name;
    if (words) made.textContent = words;
    return made;
  };

  function section(id, title, note, focus) {
    const made = element("section", "chart");
    made.id = `panel-${id}`;
    made.append(element("h2", "", title));
    if (note) made.append(element("p", "soft note", note));
    made.append(element("div", "legend"));
    const plot = element("div", "plot");
    if (focus) {
      plot.tabIndex = 0;
      plot.setAttribute("role", "group");
      plot.setAttribute("aria-label", `${title}. ${focus}`);
    }
    made.append(plot);
    by("plots").append(made);
    return made;
  }
  function key(host, drawing, name) {
    const made = element("span", "key");
    made.innerHTML = `<svg viewBox="0 0 18 10" aria-hidden="true" class="ribbon">${drawing}</svg>`;
    made.append(element("span", "", name));
    host.querySelector(".legend").append(made);
  }
  const keys = "Left and right move the cursor, plus and minus zoom, zero shows everything.";

  if (data.modes) {
    const host = section("modes", "Modes, and why", "", `Left and right go from change to change; ${keys}`);
    drawn.push(new charts.Ribbon(host, data.modes));
  }
  for (const panel of data.panels || []) {
    const unit = panel.unit ? `, ${panel.unit}` : "";
    const more = panel.saturation && data.ph ? " and dew temperature" : "";
    drawn.push(new charts.Lines(section(panel.id, panel.title + unit + more, panel.note, keys), panel));
  }
  if (data.bars) {
    const host = section("energy", `${data.bars.title}, kWh`, "Left: heat to the house, or cold out of it. Right: electricity by what it was for. Above: the one by the other, the period's own SPF.");
    for (const [name, colour] of [["heat or cold", "red light"], ...data.bars.stacks.map(s => [s.name, s.colour])])
      key(host, `<rect class="${colour}" width="18" height="10"/>`, name);
    drawn.push(new charts.Bars(host, data.bars));
  }
  if (data.curve) {
    const host = section("curve", "Heating curve, °C", "Dashed: the return water that the settings want at each outdoor temperature, before the room's error moves it. Dots: supply and return, minute by minute, while it heated the house.");
    key(host, '<path class="line ink" stroke-width="2" stroke-dasharray="6 4" d="M0 5H18"/>', "wanted return");
    key(host, '<circle class="dot red" cx="9" cy="5" r="3"/>', "supply");
    key(host, '<circle class="dot blue" cx="9" cy="5" r="3"/>', "return");
    drawn.push(new charts.Curve(host, { points: data.curve, modes: new Set(["HEAT"]) }));
  }
  drawn.forEach(chart => chart.draw());

  // --- the bar ---

  const acts = { all: charts.whole, in: () => charts.zoom(0.5), out: () => charts.zoom(2), back: () => charts.shift(-0.5), on: () => charts.shift(0.5) };
  document.querySelectorAll("[data-act]").forEach(button => button.addEventListener("click", acts[button.dataset.act]));
  function tell() {
    if (charts.cursor === null) return;
    const told = charts.modeAt(charts.cursor);
    by("when").textContent = charts.clock(charts.cursor);
    by("what").textContent = told ? `${told.mode}: ${told.because}` : "";
  }
  charts.followers.push(tell);

  // --- the cycle ---

  const slider = by("at");
  if (data.ph) {
    const columns = data.columns, last = charts.x.length - 1;
    const at = (name, i) => columns[name] && columns[name][i] !== null ? columns[name][i] : NaN;
    const readings = i => ({
      p_suction_kPa: at("p_suction_kPa", i), p_discharge_kPa: at("p_discharge_kPa", i),
      t_suction_C: at("t_suction_cC", i) / 100, t_discharge_C: at("t_discharge_cC", i) / 100, t_liquid_C: at("t_liquid_cC", i) / 100,
    });
    const drawings = [...document.querySelectorAll("svg.ph")];
    slider.max = last;
    const show = i => {
      const now = charts.x[i], runs = !columns.compressor || columns.compressor[i] > 0;
      const state = ph.state(data.ph, readings(i)), told = charts.modeAt(now);
      drawings.forEach(svg => {
        ph.move(svg, state);
        svg.classList.toggle("still", !runs);
      });
      slider.value = i;
      slider.setAttribute("aria-valuetext", charts.clock(now) + (told ? `, ${told.mode}` : ""));
      by("moment").textContent = charts.clock(now) + (told ? `, ${told.mode}` : "");
      by("cycle-said").textContent = !state ? "A sensor that a cycle needs is not believed."
        : !runs ? "The compressor stands: the points are where the sensors are, not a cycle."
        : `(h\u2082\u2009\u2212\u2009h\u2083)\u2009/\u2009(h\u2082\u2009\u2212\u2009h\u2081) = ${state.cop_heat ? state.cop_heat.toFixed(2) : "none"}: the COP of the refrigerant alone, before losses.`;
    };
    slider.addEventListener("input", () => charts.point(charts.x[Number(slider.value)]));
    charts.followers.push(() => { if (charts.cursor !== null) show(charts.nearest(charts.cursor)); });
    // begins where it says most: the last minute of a long run of the compressor
    let best = 0, length = 0, run = 0;
    for (let i = 0; i <= last; i++) {
      const good = at("compressor", i) > 0 && ph.state(data.ph, readings(i)) && (charts.modeAt(charts.x[i]) || { mode: "" }).mode !== "DEFROST";
      run = good ? run + 1 : 0;
      if (run > length && run <= 40) { length = run; best = i; }
    }
    show(best);
  } else by("cycle").remove();

  // --- the list of changes ---

  const KINDS = {
    all: () => true,
    defrosts: mode => ["SETTLE", "TURN", "DEFROST", "DRIP", "BACK", "RESTART"].includes(mode),
    stops: mode => ["SAFE_STOP", "HOLD_VALVE", "TRIPPED", "LOCKOUT", "WELDED"].includes(mode),
    starts: mode => ["HEAT", "COOL", "TANK"].includes(mode),
  };
  const PAGE = 400;
  let most = PAGE;
  function list() {
    const { modes } = data, wanted = KINDS[by("kind").value];
    const rows = modes.at_s.map((_, i) => i).filter(i => wanted(modes.names[modes.mode[i]]));
    by("changes").replaceChildren(...rows.slice(0, most).map(i => {
      const row = document.createElement("tr"), s = modes.at_s[i];
      const end = i + 1 < modes.at_s.length ? modes.at_s[i + 1] : data.end_s;
      const go = element("button", "go", charts.clock(s));
      go.type = "button";
      go.addEventListener("click", () => { charts.look(s - 1800, s + 5400); charts.point(s); });
      const cell = element("td");
      cell.append(go);
      row.append(cell, element("td", "", modes.names[modes.mode[i]]), element("td", "", modes.reasons[modes.because[i]]), element("td", "n", charts.lasting(end - s)));
      return row;
    }));
    const left = rows.length - most;
    by("more").hidden = left <= 0;
    by("more").textContent = `Show ${Math.min(left, PAGE)} of ${left} more`;
    by("count").textContent = `${rows.length} of ${modes.at_s.length}`;
  }
  if (data.modes) {
    by("kind").addEventListener("change", () => { most = PAGE; list(); });
    by("more").addEventListener("click", () => { most += PAGE; list(); });
    list();
  } else by("events").remove();
  if (!drawn.length) by("bar").remove();

  // --- screens and paper ---

  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    charts.onPaper(0);
  });
  window.addEventListener("beforeprint", () => charts.onPaper(700));
  window.addEventListener("afterprint", () => charts.onPaper(0));
  const print = window.matchMedia("print");
  print.addEventListener("change", () => charts.onPaper(print.matches ? 700 : 0));
  document.documentElement.dataset.ready = "yes";
})();
