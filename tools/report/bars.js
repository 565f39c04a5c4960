// What does not run along the time of day: bars of energy, and the heating curve.
"use strict";
(() => {
  const { data, digitsOf, escaped, line, margins, minus, text, ticks } = charts;

  charts.Bars = class {
    constructor(host, bars) { this.bars = bars; this.plot = host.querySelector(".plot"); }
    draw() {
      const { bars } = this, width = charts.paper_px || this.plot.clientWidth, m = margins(width), height = width < 560 ? 190 : 230;
      const bottom = height - m.bottom, count = bars.names.length, each = (width - m.left - m.right) / count;
      const sums = bars.names.map((_, i) => bars.stacks.reduce((sum, s) => sum + Math.max(s.v[i], 0), 0));
      const high = Math.max(1, ...bars.heat, ...sums) / 100 * 1.12;
      const Y = v => bottom - v / high * (bottom - m.top);
      let out = "";
      const t = ticks(0, high, 5), digits = digitsOf(t.step);
      for (const v of t.found) out += line(m.left, Y(v), width - m.right, Y(v), "grid") + text(m.left - 6, Y(v) + 4, "end", v.toFixed(digits));
      const every = Math.ceil(44 / each), wide = each > 34, thick = Math.min(each * 0.38, 34);
      bars.names.forEach((name, i) => {
        const middle = m.left + each * (i + 0.5);
        let top = 0, said = `${name}: ${(bars.heat[i] / 100).toFixed(2)} kWh heat or cold`;
        const heat = Math.max(bars.heat[i], 0) / 100;
        let part = `<rect class="red light" x="${(middle - thick).toFixed(1)}" y="${Y(heat).toFixed(1)}" width="${(thick - 0.5).toFixed(1)}" height="${(bottom - Y(heat)).toFixed(1)}"/>`;
        for (const s of bars.stacks) {
          const v = Math.max(s.v[i], 0) / 100, y = Y(top + v);
          part += `<rect class="${s.colour}" x="${middle.toFixed(1)}" y="${y.toFixed(1)}" width="${thick.toFixed(1)}" height="${(Y(top) - y).toFixed(1)}"/>`;
          top += v;
          said += `, ${(s.v[i] / 100).toFixed(2)} ${s.name}`;
        }
        out += `<g class="ribbon"><title>${escaped(said)}</title>${part}</g>`;
        if (i % every === 0) out += text(middle, height - 6, "middle", name);
        if (wide && sums[i] > 0) out += text(middle, Math.min(Y(heat), Y(top)) - 4, "middle", (bars.heat[i] / sums[i]).toFixed(2), ' class="strong"');
      });
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(bars.title)}; the table below has the figures">${out}${line(m.left, bottom, width - m.right, bottom, "axis")}</svg>`;
    }
  };

  // the water that was wanted over the air outdoors, and what came of it while it heated
  charts.Curve = class {
    constructor(host, curve) { this.curve = curve; this.plot = host.querySelector(".plot"); }
    draw() {
      const { curve } = this, width = charts.paper_px || this.plot.clientWidth, m = margins(width), height = width < 560 ? 220 : 270;
      const bottom = height - m.bottom - 14, { columns } = data;
      const out = columns.t_outdoor_cC, groups = [["t_supply_cC", "red"], ["t_return_cC", "blue"]];
      const seen = new Map();
      out.forEach((t, i) => {
        if (t === null || !columns.compressor[i] || !curve.modes.has(charts.modeAt(charts.x[i])?.mode)) return;
        for (const [name, colour] of groups) {
          const v = columns[name][i];
          if (v !== null) seen.set(`${Math.round(t / 20)} ${Math.round(v / 25)} ${colour}`, [t / 100, v / 100, colour]);
        }
      });
      const dots = [...seen.values()];
      const x = [...dots.map(d => d[0]), ...curve.points.map(p => p[0])], y = [...dots.map(d => d[1]), ...curve.points.map(p => p[1])];
      const low = [Math.min(...x) - 1, Math.min(...y) - 1], high = [Math.max(...x) + 1, Math.max(...y) + 1];
      const X = v => m.left + (v - low[0]) / (high[0] - low[0]) * (width - m.left - m.right);
      const Y = v => bottom - (v - low[1]) / (high[1] - low[1]) * (bottom - m.top);
      let body = "";
      for (const v of ticks(low[1], high[1], 5).found) body += line(m.left, Y(v), width - m.right, Y(v), "grid") + text(m.left - 6, Y(v) + 4, "end", minus(String(v)));
      for (const v of ticks(low[0], high[0], width / 110).found) body += line(X(v), m.top, X(v), bottom, "grid") + text(X(v), bottom + 15, "middle", minus(String(v)));
      for (const [t, v, colour] of dots) body += `<circle class="dot ${colour}" cx="${X(t).toFixed(1)}" cy="${Y(v).toFixed(1)}" r="1.7"/>`;
      const path = curve.points.map(([t, v]) => `${X(t).toFixed(1)} ${Y(v).toFixed(1)}`).join("L");
      body += `<path class="line ink" stroke-width="2.2" stroke-dasharray="6 4" d="M${path}"/>`;
      body += text((m.left + width - m.right) / 2, height - 3, "middle", "outdoor air, °C");
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Water temperatures over outdoor temperature while heating, with the heating curve">${body}${line(m.left, bottom, width - m.right, bottom, "axis")}</svg>`;
    }
    say() {}
  };
})();
