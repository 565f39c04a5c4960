// Temperatures of the last hours as a strip chart, the modes as a ribbon below it.
const strip = (() => {
  // column of a sample, name, ink
  const SERIES = [[2, "room", "room"], [3, "supply", "supply"], [4, "return", "back"],
                  [5, "outdoors", "air"], [6, "outdoor coil", "coil"]];
  const MOST = 12 * 360;  // rows kept: twelve hours, one each ten seconds
  let rows = [], span_s = 10800, modes = [];

  function begin(about) {
    modes = about.modes;
    rows = [];
    fill($("strip-legend"), SERIES.map(([, name, ink]) =>
      make("li", {}, make("i", { class: "ink " + ink }), name + " ", make("b", { id: "is-" + ink }))));
  }

  function add(samples) {
    rows.push(...samples);
    if (rows.length > MOST) rows = rows.slice(-MOST);
  }

  const nice = range => [1, 2, 5, 10, 20].find(step => range / step <= 6) || 50;

  function draw(start_s, at_s) {
    const box = $("strip"), width = Math.max(box.clientWidth, 260), height = width < 480 ? 260 : 330;
    const left = 38, right = width - 8, top = 8, bottom = height - 44;
    const from_s = Math.max(0, at_s - span_s), to_s = from_s + span_s;
    const first = rows.findIndex(row => row[0] >= from_s - 10);
    const seen = first < 0 ? [] : rows.slice(first);
    const values = seen.flatMap(row => SERIES.map(([n]) => row[n])).filter(v => v !== null);
    let low = Math.min(0, ...values) / 100, high = Math.max(25, ...values) / 100;
    const step = nice(high - low);
    low = Math.floor(low / step) * step;
    high = Math.ceil(high / step) * step;
    const x = s => left + (s - from_s) / (to_s - from_s) * (right - left);
    const y = t => bottom - (t - low) / (high - low) * (bottom - top);
    const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, role: "img",
      "aria-label": "Temperatures over time; the figures are in the list below" });
    svg.style.height = height + "px";
    for (let t = low; t <= high; t += step) {
      svg.append(make("line", { class: "grid", x1: left, x2: right, y1: y(t), y2: y(t) }));
      svg.append(make("text", { x: left - 6, y: y(t) + 4, "text-anchor": "end" }, number(t, 0)));
    }
    hours(svg, start_s, from_s, to_s, x, right, bottom);
    ribbon(svg, seen, at_s, x, bottom);
    const every = Math.max(1, Math.floor(seen.length / (right - left)));
    for (const [n, , ink] of SERIES)
      svg.append(make("path", { class: "line " + ink, d: line(seen, n, every, x, y) }));
    box.replaceChildren(svg);
  }

  function hours(svg, start_s, from_s, to_s, x, right, bottom) {
    const step = span_s / 6;
    for (let s = Math.ceil((start_s + from_s) / step) * step; s <= start_s + to_s; s += step) {
      const at = x(s - start_s);
      svg.append(make("line", { class: "grid", x1: at, x2: at, y1: bottom, y2: bottom + 4 }));
      if (at < right - 16) svg.append(make("text", { x: at, y: bottom + 38, "text-anchor": "middle" },
        time(clock(s, 0)).slice(0, 5)));
    }
  }

  function ribbon(svg, seen, at_s, x, bottom) {
    for (let n = 0; n < seen.length;) {
      let end = n + 1;
      while (end < seen.length && lane(modes[seen[end][1]]) === lane(modes[seen[n][1]])) end++;
      const from = x(seen[n][0]), to = x(end < seen.length ? seen[end][0] : at_s);
      svg.append(make("rect", { class: "lane " + lane(modes[seen[n][1]]), x: from, y: bottom + 8,
        width: Math.max(to - from, 1), height: 12 }));
      n = end;
    }
  }

  function line(seen, n, every, x, y) {
    let d = "", pen = "M";
    seen.forEach((row, i) => {
      if (row[n] === null) pen = "M";
      else if (i % every === 0 || i === seen.length - 1) {
        d += `${pen}${x(row[0]).toFixed(1)} ${y(row[n] / 100).toFixed(1)}`;
        pen = "L";
      }
    });
    return d;
  }

  function values(now) {
    const reads = now.by;
    const told = { room: reads.t_room, supply: reads.t_supply, back: reads.t_return,
                   air: reads.t_outdoor, coil: reads.t_coil };
    for (const [ink, t] of Object.entries(told)) {
      put($("is-" + ink), t === null ? "not believed" : `${number(t)} °C`);
    }
  }

  return { begin, add, draw, values, span: s => { span_s = s; } };
})();
