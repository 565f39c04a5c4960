// The ribbon of modes: a lane each, a bar for every stay; hover and keys say why.
"use strict";
charts.Ribbon = (() => {
  const { before, clock, escaped, lasting, line, listen, follow, margins, place, text, timeAxis } = charts;

  return class Ribbon {
    constructor(host, modes) {
      this.host = host; this.modes = modes; this.plot = host.querySelector(".plot");
      this.tip = document.createElement("div");
      this.tip.className = "tip"; this.tip.hidden = true;
      host.append(this.tip);
      const way = { name: "change", colour: "amber", modes: [], light: [] };
      const lanes = [...modes.lanes, way];
      this.of = modes.names.map(name => {
        const n = lanes.findIndex(l => l.modes.includes(name) || l.light.includes(name));
        return n < 0 ? lanes.length - 1 : n;
      });
      this.light = modes.names.map((name, n) => !lanes[this.of[n]].modes.includes(name));
      const used = lanes.map((_, n) => modes.mode.some(mode => this.of[mode] === n));
      this.lanes = lanes.filter((_, n) => used[n]);
      this.row = lanes.map((_, n) => used.slice(0, n).filter(Boolean).length);
      listen(this);
    }
    end(i) { return i + 1 < this.modes.at_s.length ? this.modes.at_s[i + 1] : charts.data.end_s; }
    draw() {
      const width = charts.paper_px || this.plot.clientWidth, m = margins(width), high = 19, { modes } = this;
      const height = m.top + high * this.lanes.length + m.bottom, X = place(m, width);
      let out = timeAxis(m, width, height, X), body = "";
      this.lanes.forEach((lane, n) => {
        out += text(m.left - 6, m.top + high * n + 14, "end", lane.name);
        if (n) out += line(m.left, m.top + high * n, width - m.right, m.top + high * n, "grid");
      });
      const open = this.lanes.map(() => null);
      const put = (n, bar) => {
        if (!bar) return;
        body += `<rect class="${this.lanes[n].colour}${bar.light ? " light" : ""}" data-count="${bar.count}" x="${bar.x0.toFixed(1)}" y="${m.top + high * n + 2}" width="${Math.max(bar.x1 - bar.x0, 1).toFixed(1)}" height="${high - 4}"/>`;
      };
      for (let i = Math.max(before(modes.at_s, charts.view.from), 0); i < modes.at_s.length && modes.at_s[i] <= charts.view.to; i++) {
        const n = this.row[this.of[modes.mode[i]]], light = this.light[modes.mode[i]];
        const x0 = Math.max(X(modes.at_s[i]), m.left), x1 = Math.min(X(this.end(i)), width - m.right), bar = open[n];
        // what is narrower than a pixel is drawn a pixel wide, together with its neighbours
        if (bar && x0 - bar.x1 < 0.8 && (bar.light === light || x1 - x0 < 1 || bar.x1 - bar.x0 < 1)) {
          bar.x1 = Math.max(x1, bar.x0 + 1); bar.count++; bar.light = bar.light && light;
        } else {
          put(n, bar);
          open[n] = { x0, x1, light, count: 1 };
        }
      }
      open.forEach((bar, n) => put(n, bar));
      const bottom = height - m.bottom;
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${out}<g class="ribbon">${body}</g>${line(m.left, bottom, width - m.right, bottom, "axis")}<path class="cursor" d=""/></svg>`;
      this.at = { X, m, width, height, bottom };
      follow(this);
    }
    say() {
      const told = charts.cursor === null ? null : charts.modeAt(charts.cursor);
      this.tip.hidden = !told || !(this.over || document.activeElement === this.plot);
      if (this.tip.hidden) return;
      this.tip.innerHTML = `<b>${escaped(told.mode)}</b> from ${escaped(clock(told.from))}, ${lasting(told.to - told.from)}<br>${escaped(told.because)}`;
      const at = this.at.X(charts.cursor) / this.at.width;
      this.tip.style.left = `${Math.min(Math.max(at * 100, 0), 100)}%`;
      this.tip.style.transform = `translateX(${-Math.min(Math.max(at * 100, 0), 100)}%)`;
    }
    // the keys go from one change to the next
    step(by) {
      const list = this.modes.at_s, i = before(list, charts.cursor);
      const to = by < 0 ? (charts.cursor > list[i] ? i : i - 1) : i + 1;
      return list[Math.min(Math.max(to, 0), list.length - 1)];
    }
  };
})();
