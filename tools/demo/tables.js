// The firmware's own tables, lit where the machine stands; what it says; what happened.
const tables = (() => {
  const MOST = 200;  // lines of the journal that stay on the page
  let about, drawn = -1;
  const OUTPUTS = ["compressor", "valve", "fan", "pump", "tank"];
  const SEASON = { 0: "off", 1: "heating", 2: "cooling", 3: "by weather" };

  function begin(tables) {
    about = tables;
    drawn = -1;
    $("journal").replaceChildren();
    $("modes").tHead.replaceChildren(make("tr", {}, make("th", { scope: "col" }, "mode"),
      ...OUTPUTS.map(name => make("th", { scope: "col" }, name))));
    $("modes").tBodies[0].replaceChildren(...about.modes.map((name, n) =>
      make("tr", { class: "lane " + lane(name) }, make("th", { scope: "row" }, name),
        ...about.outputs[n].map(on => dot(on)))));
    pairs("protections", about.protections);
    pairs("notes", about.notes);
    pairs("laws", about.laws);
  }

  function dot(on) {
    return make("td", on ? { class: "on" } : {}, make("span", { class: "unseen" }, on ? "on" : "off"));
  }

  function pairs(id, rows) {
    $(id).tBodies[0].replaceChildren(...rows.map(([code, sentence]) =>
      make("tr", { "data-code": code }, make("th", { scope: "row" }, code), make("td", {}, sentence))));
  }

  const light = (row, on) => {
    row.classList.toggle("lit", on);
    if (on) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  };

  function show(now) {
    [...$("modes").tBodies[0].rows].forEach((row, n) => light(row, n === now.mode));
    const tripped = now.code !== null;
    [...$("protections").tBodies[0].rows].forEach(row =>
      light(row, tripped && row.dataset.code === now.code));
    [...$("notes").tBodies[0].rows].forEach((row, n) =>
      light(row, now.notes.includes(about.notes[n][1])));
    [...$("laws").tBodies[0].rows].forEach((row, n) => light(row, now.laws.includes(about.laws[n][0])));
    rows(now);
    outputs(now);
    says(now);
  }

  // the rows that lead out of this mode; one that would be taken is lit
  function rows(now) {
    const from = now.came < 0 ? null : about.rows[now.came];
    put($("came"), from ? `Row ${now.came + 1} led to ${about.modes[now.mode]}: ${plain(from[1])}, `
      + `“${now.because}”.` : `${capital(now.because)}: no row has been taken yet.`);
    const body = $("rows").tBodies[0];
    if (drawn !== now.mode) {
      drawn = now.mode;
      body.replaceChildren(...now.open.map(([n]) => {
        const [, when, to, because] = about.rows[n];
        return make("tr", {}, make("td", {}, plain(when)), make("th", { scope: "row" }, about.modes[to]),
          make("td", {}, because || "the words of the protection"));
      }));
    }
    now.open.forEach(([, taken], i) => light(body.rows[i], taken));
  }

  function outputs(now) {
    const shown = { compressor: "compressor", reverse: "valve turned", fan: "fan", pump: "pump",
                    heater: "heater", crankcase: "crankcase heater" };
    fill($("outputs"), now.outputs.filter(([name]) => shown[name]).map(([name, on]) =>
      make("li", on ? { class: "on" } : {}, shown[name],
        make("span", { class: "unseen" }, on ? ": on" : ": off"))));
  }

  const line = (kind, text, left_s) => make("li", { class: kind }, text,
    ...(left_s ? [make("b", {}, ` ${duration(left_s)}`)] : []));

  function says(now) {
    const found = now.why.map(([text, left_s]) => line("why", capital(text), left_s));
    if (!found.length) found.push(line("fine", "Nothing holds the compressor: it runs."));
    for (const [name, , why, left_s] of now.outputs)
      if (why && name !== "compressor") found.push(line("why", `${capital(plain(name))}: ${why}`, left_s));
    found.push(...now.notes.map(text => line("warn", capital(text))));
    const said = new Set(now.why.map(([text]) => text));
    found.push(...now.probes.filter(text => !said.has(text)).map(text => line("warn", capital(text))));
    fill($("says"), found);
    const lockout = about.modes[now.mode] === "LOCKOUT";
    $("acknowledge").disabled = !lockout;
  }

  // lines of tools/runner.py: T second mode because | readings, L a law broken
  function journal(lines, start_s) {
    const made = lines.map(text => entry(text, start_s)).reverse();
    $("journal").prepend(...made.slice(0, MOST));
    while ($("journal").children.length > MOST) $("journal").lastChild.remove();
  }

  function entry(text, start_s) {
    if (text[0] === "L") return make("li", { class: "law" }, "Law broken: " + text.slice(2));
    const [front, readings] = text.slice(2).split(" | ");
    const [, second, mode, because] = front.trim().match(/^(\d+) (\S+)\s+(.*)$/);
    return make("li", { class: "lane " + lane(mode), title: readings },
      make("time", {}, time(clock(start_s, Number(second)))), make("b", {}, mode),
      make("span", {}, because.trim()));
  }

  return { begin, show, journal, SEASON };
})();
