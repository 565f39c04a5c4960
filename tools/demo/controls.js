// What a person can turn, press and break.  Everything goes to the firmware by its own doors: its
// settings, its wires, the contacts and the weather of the virtual board.
const controls = (() => {
  const SPEEDS = [[1, "1×"], [10, "10×"], [60, "60×"], [300, "300×"], [Infinity, "max"]];
  const WIRES = [["", "sound"], ["open", "open"], ["short", "short"], ["stuck", "stuck"],
                 ["intermittent", "loose"]];
  // verb, value, what a person calls it
  const FAULTS = [
    ["VALVE.stuck", null, "Reversing valve sticks"], ["VALVE.mid", null, "Valve hangs half way"],
    ["FAN.mul", 0, "Fan stands still"], ["COIL.block", 0.7, "Leaves on the coil"],
    ["FLOW.mul", 0, "Water stands still"], ["CHARGE", 0.6, "Refrigerant leaks to 60 %"],
    ["RELAY_comp.weld", null, "Compressor contact welds"], ["ROTOR.lock", null, "Rotor is locked"],
    ["ICE.never_melts", null, "Ice does not melt"], ["ADC.vref", 0.9, "Reference sags by 10 %"],
  ];
  const CUT = ["GRID.cut_ms", 5000, "Cut the mains for 5 s"];
  const PLACES = ["Outdoor air", "Outdoor coil", "Suction line", "Discharge line", "Liquid line",
                  "Supply water", "Return water", "Room", "Suction pressure", "Discharge pressure"];
  let send, speed = 60, plans = [], names = [];
  const deed = what => send({ do: "act", deed: what });

  function radio(parent, name, choices, chosen, act) {
    for (const [value, text] of choices) {
      const input = make("input", { type: "radio", name, value, id: `${name}-${value}` });
      input.checked = value === chosen;
      input.addEventListener("change", () => act(value));
      parent.append(input, make("label", { for: input.id }, text));
    }
  }

  function draw(data, about, to) {
    send = to;
    plans = data.scenarios;
    names = about.sensors;
    for (const { name, title } of plans) $("scenario").append(make("option", { value: name }, title));
    radio($("speeds"), "speed", SPEEDS, speed, times => { speed = times; run(); });
    radio($("seasons"), "season", Object.entries(tables.SEASON), "3",
      season => deed({ do: "settings", settings: { season: Number(season) } }));
    sensors(about);
    faults();
    slides(about);
    $("scenario").addEventListener("change", begin);
    $("again").addEventListener("click", begin);
    $("play").addEventListener("click", () => $("play").dataset.running ? pause() : run());
    $("step").addEventListener("click", () => send({ do: "step", scans: 1 }));
    $("next").addEventListener("click", () => send({ do: "next" }));
    $("switch").addEventListener("change", () => deed({ do: "switch", on: $("switch").checked }));
    $("acknowledge").addEventListener("click", () => deed({ do: "acknowledge" }));
  }

  const run = () => send({ do: "speed", times: speed });
  const pause = () => send({ do: "speed", times: 0 });

  function begin() {
    const chosen = plans.find(plan => plan.name === $("scenario").value);
    put($("lead"), chosen.about + " Change anything, break anything; “Next change” runs to its next move.");
    send({ do: "start", plan: chosen.plan });
    run();
  }

  function sensors(about) {
    const meaning = Object.fromEntries(about.kinds);
    names.forEach((name, n) => {
      const select = make("select", { id: "wire-" + name, "aria-label": `Wire of: ${PLACES[n]}` },
        ...WIRES.map(([kind, text]) => make("option", { value: kind, title: meaning[kind] || "" }, text)));
      select.addEventListener("change", () => {
        for (const [kind] of WIRES.slice(1)) deed({ do: "mend", verb: `${name}.${kind}` });
        if (select.value) deed({ do: "break", verb: `${name}.${select.value}`, value: null });
      });
      $("sensors").tBodies[0].append(make("tr", { id: "row-" + name },
        make("th", { scope: "row" }, PLACES[n]), make("td", {}), make("td", {}, select)));
    });
  }

  function faults() {
    for (const [verb, value, text] of FAULTS) {
      const button = make("button", { type: "button", id: "break-" + verb, "aria-pressed": "false" }, text);
      button.addEventListener("click", () => deed(button.getAttribute("aria-pressed") === "true"
        ? { do: "mend", verb } : { do: "break", verb, value }));
      $("faults").append(button);
    }
    const [verb, value, text] = CUT;
    const button = make("button", { type: "button", id: "break-" + verb }, text);
    button.addEventListener("click", () => deed({ do: "break", verb, value, passing: true }));
    $("faults").append(button);
  }

  function slides(about) {
    const air = () => deed({ do: "weather", ...($("measured").checked ? { t_C: null, rh: null }
      : { t_C: Number($("out-t").value), rh: Number($("out-rh").value) / 100 }) });
    for (const id of ["out-t", "out-rh"]) $(id).addEventListener("input", () => {
      $("measured").checked = false;
      air();
    });
    $("measured").addEventListener("change", air);
    for (const [id, name] of [["heat-t", "room_heat_cC"], ["cool-t", "room_cool_cC"]]) {
      const [low, high] = about.limits[name];
      $(id).min = Math.max(low / 100, 10);
      $(id).max = Math.min(high / 100, 30);
      $(id).addEventListener("input", () =>
        deed({ do: "settings", settings: { [name]: Math.round(Number($(id).value) * 100) } }));
    }
  }

  // a control follows the machine, unless a hand is on it
  function follow(id, value, words) {
    if (document.activeElement !== $(id) || !follow.held) $(id).value = value;
    put($(id + "-is"), words);
  }
  addEventListener("pointerdown", () => { follow.held = true; });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { follow.held = false; });

  function show(now, running) {
    $("play").dataset.running = running ? "yes" : "";
    put($("play"), running ? "Pause" : "Run");
    follow("out-t", now.truth.t_outdoor_C, `${number(now.truth.t_outdoor_C)} °C`);
    follow("out-rh", now.truth.rh * 100, `${number(now.truth.rh * 100, 0)} %`);
    const [heat_cC, cool_cC, season] = now.settings;
    follow("heat-t", heat_cC / 100, degrees(heat_cC));
    follow("cool-t", cool_cC / 100, degrees(cool_cC));
    $("season-" + season).checked = true;
    $("measured").checked = now.held[0] === null;
    $("switch").checked = now.on;
    const broken = new Set(now.broken);
    for (const [verb] of FAULTS)
      $("break-" + verb).setAttribute("aria-pressed", String(broken.has(verb)));
    names.forEach((name, n) => {
      const row = $("row-" + name), value = now.readings[n];
      const kind = WIRES.find(([kind]) => kind && broken.has(`${name}.${kind}`));
      put(row.cells[1], value === null ? "not believed" : n < 8 ? degrees(value)
        : `${number(value / 100, 2)} bar`);
      row.classList.toggle("lit", value === null);
      if (document.activeElement !== $("wire-" + name)) $("wire-" + name).value = kind ? kind[0] : "";
    });
    put($("lawful"), now.laws.length ? "A law of the machine was broken: see the journal, and the laws."
      : "No law of the machine has been broken so far.");
  }

  return { draw, begin, show };
})();
