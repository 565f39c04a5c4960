// The machine as it stands: pipes by temperature and state, the slide of the valve, ice, fan.
const schematic = (() => {
  const FINS = 11, FIRST = 119, APART = 8, TOP = 97, BOTTOM = 267;
  const STATES = ["gas", "both", "liquid"];
  // which pipe holds what: [temperature, state] when heating, and with the valve turned
  const PIPES = {
    "gas-in": [["hot", "gas"], ["suction", "gas"]],
    "gas-out": [["suction", "gas"], ["hot", "gas"]],
    "liquid-in": [["liquid", "liquid"], ["boiling", "both"]],
    "liquid-out": [["boiling", "both"], ["liquid", "liquid"]],
    coil: [["boiling", "both"], ["condensing", "both"]],
    plate: [["condensing", "both"], ["boiling", "both"]],
    hot: [["hot", "gas"], ["hot", "gas"]],
    suction: [["suction", "gas"], ["suction", "gas"]],
    supply: [["supply", "liquid"], ["supply", "liquid"]],
    return: [["return", "liquid"], ["return", "liquid"]],
    water: [["supply", "liquid"], ["supply", "liquid"]],
  };
  // pipes whose path is drawn against the flow of heating
  const AGAINST = new Set(["gas-in", "liquid-out"]);
  const BOTH_WAYS = new Set(["gas-in", "gas-out", "liquid-in", "liquid-out", "coil", "plate"]);

  function draw() {
    for (let n = 0; n < FINS; n++) {
      const x = FIRST + APART * n;
      for (const place of ["fins", "ice"])
        $(place).append(make("line", { x1: x, x2: x, y1: TOP, y2: BOTTOM }));
    }
    for (const pipe of document.querySelectorAll("#sketch .pipe")) {
      const path = pipe.querySelector("path:last-child");
      path.setAttribute("class", "wall");
      const flow = path.cloneNode();
      flow.setAttribute("class", "flow");
      pipe.append(flow);
    }
  }

  // a colour of the page's own scale: cold at -20 degC, mild at 20, hot at 80
  function tint(t_C) {
    if (t_C === null || !Number.isFinite(t_C)) return "var(--mild)";
    const cold = t_C < 20, part = cold ? (t_C + 20) / 40 : (t_C - 20) / 60;
    const share = Math.round(100 * Math.min(Math.max(part, 0), 1));
    return cold ? `color-mix(in oklab, var(--mild) ${share}%, var(--freezing))`
      : `color-mix(in oklab, var(--burning) ${share}%, var(--mild))`;
  }

  const set = (id, text) => put($(id), text);

  function pipes(now, cycle, reversed, running) {
    const reads = now.by;
    const degC = {
      hot: reads.t_discharge, suction: reads.t_suction, liquid: reads.t_liquid,
      boiling: cycle ? cycle.evaporating_C : reads.t_coil, supply: reads.t_supply,
      condensing: cycle ? cycle.condensing_C : reads.t_liquid, return: reads.t_return,
    };
    for (const [name, ways] of Object.entries(PIPES)) {
      const pipe = $("pipe-" + name), [of, state] = ways[reversed ? 1 : 0];
      const water = pipe.classList.contains("water");
      pipe.style.setProperty("--tint", tint(degC[of]));
      for (const s of STATES) pipe.classList.toggle(s, s === state);
      pipe.classList.toggle("flows", water ? now.flow_gps > 0 : running);
      const turned = BOTH_WAYS.has(name) && reversed;
      pipe.classList.toggle("back", AGAINST.has(name) !== turned);
    }
  }

  function points(now, cycle, reversed) {
    const reads = now.by, bar = kPa => kPa === null ? "" : `, ${number(kPa / 100)} bar`;
    const told = t => t === null ? "lost" : `${number(t)} °C`;
    // 3 is before the expansion valve and 4 behind it, whichever way it flows
    const [three, four] = reversed ? ["4", "3"] : ["3", "4"];
    set("at-1", told(reads.t_suction) + bar(reads.p_suction));
    set("at-2", told(reads.t_discharge) + bar(reads.p_discharge));
    set("at-" + three, told(reads.t_liquid));
    set("at-" + four, cycle && now.contacts[0] ? `${number(cycle.evaporating_C)} °C` : "");
    const places = { 3: reversed ? 290 : 470, 4: reversed ? 470 : 290 };
    for (const [n, x] of Object.entries(places)) {
      $("point-" + n).querySelector("circle").setAttribute("cx", x);
      $("point-" + n).querySelector("text").setAttribute("x", x);
    }
    for (const n of "34") $("at-" + n).setAttribute("x", { 3: 470, 4: 290 }[n]);
  }

  function show(now, cycle) {
    const { truth, contacts } = now, reversed = truth.valve > 0.5;
    const running = truth.refrigerant_kgps > 0.0005;
    pipes(now, cycle, reversed, running);
    points(now, cycle, reversed);
    const blows = contacts[2] && truth.fan_mul > 0;
    $("sketch").classList.toggle("blows", Boolean(blows));
    $("sketch").classList.toggle("runs", Boolean(contacts[0]));
    $("sketch").classList.toggle("pumps", now.flow_gps > 0);
    $("sketch").classList.toggle("heats", Boolean(contacts[4]));
    $("valve4").querySelector(".slide").setAttribute("transform",
      `translate(${360 + 40 * truth.valve} 0)`);
    const ice = Math.min(truth.frost_kg / now.full_kg, 1);
    $("ice").style.strokeWidth = (APART + 0.4) * Math.sqrt(ice);
    set("at-out", `Outdoors ${number(truth.t_outdoor_C)} °C, ${number(truth.rh * 100, 0)} % humidity`);
    set("at-coil", `coil ${number(truth.t_coil_C)} °C`);
    set("at-ice", truth.frost_kg >= 0.005 ? `ice ${number(truth.frost_kg * 1000, 0)} g` : "no ice");
    set("at-room", `${number(truth.t_room_C)} °C`);
    set("at-wanted", `wanted ${number(now.room_cC / 100)}`);
    set("at-supply", `supply ${number(truth.t_supply_C)} °C`);
    set("at-return", `return ${number(truth.t_return_C)} °C`);
    set("at-power", contacts[0] ? `compressor ${number(truth.power_compressor_W, 0)} W`
      : "compressor off");
  }

  // for who does not see it
  const words = (now, about) => {
    const { truth } = now, running = now.contacts[0] ? "runs" : "stands";
    const valve = truth.valve > 0.98 ? "turned" : truth.valve < 0.02 ? "at rest" : "half way";
    return `The machine in ${about.modes[now.mode]}: the compressor ${running}, the reversing valve `
      + `is ${valve}, the fan ${now.contacts[2] ? "is on" : "is off"}, `
      + `${number(truth.frost_kg * 1000, 0)} grams of ice on the outdoor coil.`;
  };
  return { draw, show, words };
})();
