// Line charts as SVG drawn from the data of the page, and what all charts share: one span of
// time, one cursor, mouse and keys.  Colours are the page's own variables, so that light, dark
// and paper need no second drawing.  ribbon.js and bars.js have the other kinds.
"use strict";
const charts = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  for (const list of [data.at_s, ...Object.values(data.columns)]) {  // written as differences
    let before = 0;
    list.forEach((step, i) => { if (step !== null) list[i] = before += step; });
  }
  const begin_ms = data.start ? Date.parse(data.start + "Z") : 0;
  const x = data.at_s;
  const all = { from: data.start ? 0 : x[0] || 0, to: Math.max(data.end_s, (x[0] || 0) + 1) };
  const view = { ...all };
  let cursor = null, paper_px = 0;
  const drawn = [], followers = [];

  const minus = text => text.replace("-", "\u2212");
  const escaped = text => String(text).replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
  const shape = (s, more) => {
    const t = new Date(begin_ms + 1000 * s);
    return t.toLocaleString("en-GB", { timeZone: "UTC", ...more });
  };
  const hours = s => `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, "0")}`;
  const clock = s => data.start
    ? shape(s, { weekday: "short", day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" })
    : data.x_name === "second" ? hours(s) : `${data.x_name} ${Math.round(s)}`;
  const lasting = s => s < 120 ? `${s} s` : s < 7200 ? `${Math.round(s / 60)} min` : `${(s / 3600).toFixed(1)} h`;

  // the last index whose second is at or before s, -1 when there is none
  function before(list, s) {
    let low = -1, high = list.length;
    while (high - low > 1) {
      const middle = low + high >> 1;
      if (list[middle] <= s) low = middle; else high = middle;
    }
    return low;
  }
  function nearest(s) {
    const i = Math.max(before(x, s), 0);
    return i + 1 < x.length && x[i + 1] - s < s - x[i] ? i + 1 : i;
  }

  function ticks(low, high, wanted) {
    const raw = (high - low) / Math.max(wanted, 1), size = 10 ** Math.floor(Math.log10(raw));
    const step = size * [1, 2, 5, 10].find(f => f * size >= raw * 0.999);
    const found = [];
    for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) found.push(v);
    return { step, found };
  }
  const digitsOf = step => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));

  const STEPS_s = [60, 120, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000];
  const nameOf = (s, day) => day ? shape(s, { day: "numeric", month: "short" }) : shape(s, { hour: "2-digit", minute: "2-digit" });
  function timeTicks(width) {
    const span = view.to - view.from, wanted = span / Math.max(2, width / 78);
    if (!data.start && data.x_name !== "second") return ticks(view.from, view.to, width / 78).found.map(s => [s, String(Math.round(s))]);
    const step = STEPS_s.find(s => s >= wanted) || 2592000;
    const into = begin_ms / 1000 % 86400;  // ticks stand at whole hours of the day
    const named = data.start ? nameOf : hours;
    const found = [];
    for (let s = Math.ceil((view.from + into) / step) * step - into; s <= view.to; s += step) {
      found.push([s, named(s, step >= 86400 || (s + into) % 86400 < 1)]);
    }
    return found;
  }

  function margins(width) {
    return width < 560 ? { left: 47, right: 30, top: 8, bottom: 20 } : { left: 60, right: 38, top: 8, bottom: 22 };
  }
  const place = (m, width) => s => m.left + (s - view.from) / (view.to - view.from) * (width - m.left - m.right);

  // smallest and largest of what is seen of some series, in their own unit
  function range(series, scale) {
    let low = Infinity, high = -Infinity;
    const first = Math.max(before(x, view.from), 0), last = Math.min(before(x, view.to) + 1, x.length - 1);
    for (const s of series) {
      if (s.off) continue;
      for (const name of [s.column, ...(s.band || [])]) {
        const list = data.columns[name];
        for (let i = first; i <= last; i++) {
          const v = list[i];
          if (v === null) continue;
          if (v < low) low = v;
          if (v > high) high = v;
        }
      }
    }
    return low > high ? [0, 1] : [low * scale, high * scale];
  }

  function axis(panel, right) {
    const of = right ? panel.right : panel;
    const mine = panel.series.filter(s => Boolean(s.right) === right);
    let [low, high] = range(mine, of.scale);
    if (panel.zero || mine.some(s => s.fill)) low = Math.min(low, 0);
    const span = high - low;
    for (const limit of panel.limits || []) {  // a limit far away would press the lines flat
      if (Boolean(limit.right) !== right) continue;
      if (panel.log) { low = Math.min(low, limit.value); high = Math.max(high, limit.value); }
      if (limit.value > high && limit.value - high < span * 0.9) high = limit.value;
      if (limit.value < low && low - limit.value < span * 0.9) low = limit.value;
    }
    const least = (right ? of.least : panel.least) || 10 ** -of.digits * 4;
    if (high - low < least) {
      const middle = (high + low) / 2;
      if (low === 0) high = least; else [low, high] = [middle - least / 2, middle + least / 2];
    }
    if (panel.log) return [low / 1.12, high * 1.12];
    const room = (high - low) * 0.05;
    return [low === 0 ? 0 : low - room, high + room];
  }

  // of many points in one column of pixels only first, least, most and last are drawn
  function path(list, scale, X, Y, step, from, to) {
    let d = "", open = false, column = null, px = 0;
    const flush = () => {
      if (!column) return;
      const seen = [[column.a, column.first], [column.lo, column.low], [column.hi, column.high], [column.b, column.last]]
        .sort((p, q) => p[0] - q[0]);
      let last = null;
      for (const [i, v] of seen) {
        if (i === last) continue;
        last = i;
        const X1 = X(x[i]).toFixed(1), Y1 = Y(v * scale).toFixed(1);
        d += !open ? `M${X1} ${Y1}` : step ? `H${X1}V${Y1}` : `L${X1} ${Y1}`;
        open = true;
      }
      column = null;
    };
    for (let i = from; i <= to; i++) {
      const v = list[i];
      if (v === null || v === undefined) { flush(); open = false; continue; }
      px = X(x[i]) | 0;
      if (column && column.px === px) {
        column.b = i; column.last = v;
        if (v < column.low) { column.low = v; column.lo = i; }
        if (v > column.high) { column.high = v; column.hi = i; }
      } else {
        flush();
        column = { px, a: i, first: v, lo: i, low: v, hi: i, high: v, b: i, last: v };
      }
    }
    flush();
    return d;
  }
  function area(list, scale, X, Y, from, to, other) {
    let d = "", part = [];
    const close = () => {
      if (part.length > 1) {
        const there = part.map(i => `${X(x[i]).toFixed(1)} ${Y(list[i] * scale).toFixed(1)}`);
        const back = part.slice().reverse().map(i => `${X(x[i]).toFixed(1)} ${Y(other ? other[i] * scale : 0).toFixed(1)}`);
        d += `M${there.join("L")}L${back.join("L")}Z`;
      }
      part = [];
    };
    for (let i = from; i <= to; i++) {
      if (list[i] === null || (other && other[i] === null)) close(); else part.push(i);
    }
    close();
    return d;
  }

  const text = (px, y, anchor, words, more = "") => `<text x="${px.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}"${more}>${escaped(words)}</text>`;
  const line = (x1, y1, x2, y2, kind, more = "") => `<path class="${kind}" d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}"${more}/>`;

  function timeAxis(m, width, height, X) {
    let out = "";
    for (const [s, name] of timeTicks(width - m.left - m.right)) {
      const px = X(s);
      out += line(px, m.top, px, height - m.bottom, "grid");
      if (px < width - 22 && px > m.left - 8) out += text(px, height - 6, "middle", name);
    }
    return out;
  }

  class Lines {
    constructor(host, panel) {
      this.panel = panel; this.host = host;
      this.plot = host.querySelector(".plot");
      legend(this);
      listen(this);
    }
    draw() {
      const { panel } = this, width = paper_px || this.plot.clientWidth, m = margins(width);
      const height = paper_px ? 164 : width < 560 ? 176 : 208, bottom = height - m.bottom;
      const X = place(m, width);
      let out = timeAxis(m, width, height, X), body = "";
      const first = Math.max(before(x, view.from), 0), last = Math.min(before(x, view.to) + 1, x.length - 1);
      const scales = {};
      for (const right of panel.right ? [false, true] : [false]) {
        const of = right ? panel.right : panel, [low, high] = axis(panel, right);
        const share = panel.log && !right ? v => Math.log(Math.max(v, 1e-3) / low) / Math.log(high / low) : v => (v - low) / (high - low);
        const Y = v => bottom - share(v) * (bottom - m.top);
        scales[right] = { Y, low, high };
        const t = panel.log ? { step: 1, found: [1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 60].filter(v => v >= low && v <= high) }
          : ticks(low, high, height / 44);
        const digits = digitsOf(t.step);
        for (const v of t.found) {
          const y = Y(v);
          if (!right) out += line(m.left, y, width - m.right, y, "grid");
          out += right ? text(width - m.right + 5, y + 4, "start", minus(v.toFixed(digits)))
            : text(m.left - 6, y + 4, "end", minus(v.toFixed(digits)));
        }
      }
      if (panel.saturation && data.ph) out += this.saturation(scales[false], m, width);
      for (const s of panel.series) {
        if (s.off) continue;
        const right = Boolean(s.right), { Y } = scales[right], scale = (right ? panel.right : panel).scale;
        const list = data.columns[s.column];
        if (s.band) body += `<path class="band ${s.colour}" d="${area(data.columns[s.band[0]], scale, X, Y, first, last, data.columns[s.band[1]])}"/>`;
        if (s.fill) body += `<path class="band ${s.colour}" d="${area(list, scale, X, Y, first, last)}"/>`;
        body += `<path class="line ${s.colour}" stroke-width="${s.width || 1.3}" stroke-dasharray="${s.dash || "none"}" d="${path(list, scale, X, Y, s.step, first, last)}"/>`;
      }
      const names = [];
      for (const limit of panel.limits || []) {
        const { Y, low, high } = scales[Boolean(limit.right)];
        if (limit.value < low || limit.value > high) continue;
        const y = Y(limit.value), at = y < m.top + 14 ? y + 13 : y - 4;
        const beside = names.filter(other => Math.abs(other - at) < 22).length;
        names.push(at);
        body += line(m.left, y, width - m.right, y, `limit ${limit.colour}`) +
          text(width - m.right - 4 - 100 * beside, at, "end", `${limit.name} ${minus(String(limit.value))}`, ` class="halo ink-${limit.colour}"`);
      }
      const clip = `clip-${panel.id}`;
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true"><clipPath id="${clip}"><rect x="${m.left}" y="${m.top - 2}" width="${width - m.left - m.right}" height="${bottom - m.top + 4}"/></clipPath>` +
        `${out}<g clip-path="url(#${clip})">${body}</g>${line(m.left, bottom, width - m.right, bottom, "axis")}<path class="cursor" d=""/></svg>`;
      this.at = { X, m, width, height, bottom };
      follow(this);
    }
    // dew temperatures beside the pressures that have them
    saturation(scale, m, width) {
      const chart = data.ph, low = ph.dew_C(chart, Math.max(scale.low, chart.saturation[0][2])), high = ph.dew_C(chart, scale.high);
      let out = "", last = Infinity;
      for (let t = Math.ceil(low / 10) * 10; t <= high; t += 10) {
        const row = chart.saturation.findIndex(r => r[0] >= t);
        if (row < 1) continue;
        const [a, b] = [chart.saturation[row - 1], chart.saturation[row]];
        const p = Math.exp(Math.log(a[2]) + (t - a[0]) / (b[0] - a[0]) * Math.log(b[2] / a[2]));
        const y = scale.Y(p);
        if (last - y < 13) continue;
        out += line(width - m.right, y, width - m.right + 4, y, "axis") + text(width - m.right + 6, y + 4, "start", minus(`${t}°`));
        last = y;
      }
      return out;
    }
    say() {
      const i = cursor === null ? -1 : nearest(cursor);
      this.outputs.forEach(([out, s]) => {
        const of = s.right ? this.panel.right : this.panel, v = i < 0 ? null : data.columns[s.column][i];
        out.textContent = v === null || v === undefined ? "" : minus((v * of.scale).toFixed(of.digits)) + (of.unit ? ` ${of.unit}` : "");
      });
    }
    step(by) { return cursor + by * (view.to - view.from) / 120; }
  }

  function legend(chart) {
    const row = chart.host.querySelector(".legend"), { panel } = chart;
    chart.outputs = [];
    for (const s of chart.panel.series) {
      const key = document.createElement("button");
      key.type = "button"; key.className = "key"; key.setAttribute("aria-pressed", "true");
      key.innerHTML = `<svg viewBox="0 0 18 8" aria-hidden="true"><path class="line ${s.colour}" stroke-width="${Math.max(s.width || 1.3, 1.8)}" stroke-dasharray="${s.dash || "none"}" d="M0 4H18"/></svg><span></span> <output></output>`;
      key.querySelector("span").textContent = s.name + (s.right ? ` (right, ${chart.panel.right.unit})` : "");
      key.addEventListener("click", () => {
        s.off = !s.off;
        key.setAttribute("aria-pressed", String(!s.off));
        chart.draw();
      });
      chart.outputs.push([key.querySelector("output"), s]);
      row.append(key);
    }
    for (const limit of panel.limits || []) {
      const key = document.createElement("span"), of = limit.right ? panel.right : panel;
      key.className = "key";
      key.innerHTML = `<svg viewBox="0 0 18 8" aria-hidden="true"><path class="limit ${limit.colour}" d="M0 4H18"/></svg><span></span>`;
      key.querySelector("span").textContent = `${limit.name} ${minus(String(limit.value))} ${of.unit}`;
      row.append(key);
    }
  }

  function modeAt(s) {
    const { modes } = data;
    if (!modes) return null;
    const i = before(modes.at_s, s);
    if (i < 0) return null;
    return { mode: modes.names[modes.mode[i]], because: modes.reasons[modes.because[i]], from: modes.at_s[i],
             to: i + 1 < modes.at_s.length ? modes.at_s[i + 1] : data.end_s };
  }

  // --- one view, one cursor ---

  function follow(chart) {
    const mark = chart.plot.querySelector(".cursor");
    const px = cursor === null ? -1 : chart.at.X(cursor), { m, width, bottom } = chart.at;
    mark.setAttribute("d", px < m.left || px > width - m.right ? "" : `M${px.toFixed(1)} ${m.top}V${bottom}`);
    chart.say();
  }
  let waiting = 0;
  function later(what) {
    waiting |= what;
    if (waiting === what) requestAnimationFrame(() => {
      const todo = waiting;
      waiting = 0;
      if (todo & 2) drawn.forEach(chart => chart.draw()); else drawn.forEach(chart => chart.at && follow(chart));
      followers.forEach(tell => tell());
    });
  }
  function point(s) {
    cursor = s === null ? null : Math.min(Math.max(s, all.from), all.to);
    if (cursor !== null && (cursor < view.from || cursor > view.to)) {
      const span = view.to - view.from;
      look(cursor - span / 2, cursor + span / 2);
    } else later(1);
  }
  function look(from, to) {
    const least = data.start ? 300 : 4, span = Math.min(Math.max(to - from, least), all.to - all.from);
    const start = Math.min(Math.max(from, all.from), all.to - span);
    view.from = start; view.to = start + span;
    later(2);
  }
  const zoom = by => {
    const middle = cursor !== null && cursor >= view.from && cursor <= view.to ? cursor : (view.from + view.to) / 2;
    const share = (middle - view.from) / (view.to - view.from), span = (view.to - view.from) * by;
    look(middle - share * span, middle + (1 - share) * span);
  };
  const shift = by => look(view.from + by * (view.to - view.from), view.to + by * (view.to - view.from));
  const whole = () => look(all.from, all.to);

  function listen(chart) {
    const { plot } = chart;
    const second = event => {
      const box = plot.getBoundingClientRect(), { m, width } = chart.at;
      const share = ((event.clientX - box.left) * width / box.width - m.left) / (width - m.left - m.right);
      return view.from + Math.min(Math.max(share, 0), 1) * (view.to - view.from);
    };
    let from = null, shade = null;
    plot.addEventListener("pointermove", event => {
      chart.over = true;
      const s = second(event);
      if (from !== null) {
        const [a, b] = [chart.at.X(from), chart.at.X(s)].sort((p, q) => p - q);
        shade.setAttribute("d", `M${a} ${chart.at.m.top}H${b}V${chart.at.bottom}H${a}Z`);
      }
      point(s);
    });
    plot.addEventListener("pointerleave", () => { chart.over = false; later(1); });
    plot.addEventListener("pointerdown", event => {
      if (event.pointerType !== "mouse" || event.button) return;
      from = second(event);
      shade = document.createElementNS("http://www.w3.org/2000/svg", "path");
      shade.setAttribute("class", "shade");
      plot.firstElementChild.append(shade);
      plot.setPointerCapture(event.pointerId);
    });
    plot.addEventListener("pointerup", event => {
      if (from === null) return;
      const to = second(event), px = Math.abs(chart.at.X(to) - chart.at.X(from));
      shade.remove();
      if (px > 6) look(Math.min(from, to), Math.max(from, to));
      from = null;
    });
    plot.addEventListener("dblclick", whole);
    plot.addEventListener("focus", () => { if (cursor === null) point(view.from); later(1); });
    plot.addEventListener("blur", () => later(1));
    plot.addEventListener("keydown", event => {
      const by = event.shiftKey ? 10 : 1;
      const acts = {
        ArrowLeft: () => point(chart.step(-by)), ArrowRight: () => point(chart.step(by)),
        Home: () => point(view.from), End: () => point(view.to),
        "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), 0: whole,
      };
      if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
    });
  }

  function onPaper(px) {
    paper_px = px;
    drawn.forEach(chart => chart.draw());
  }
  return { data, x, view, all, drawn, followers, Lines, ticks, digitsOf, margins, place, text, line, timeAxis, listen,
           follow, point, zoom, shift, whole, look, onPaper,
           clock, lasting, modeAt, nearest, before, escaped, minus, get cursor() { return cursor; }, get paper_px() { return paper_px; } };
})();
