// Starts the machine room in a worker, or in the page where a worker is refused, and shows what
// it says, once a frame at most.
(() => {
  const data = JSON.parse($("data").textContent);
  const lines = [];          // every line since the scenario began, for who compares
  let about, latest, shown, dirty = false, drawn_ms = 0, spoken_ms = 0, spoken = "", speaking, ask;

  const COLUMNS = { t_outdoor: 0, t_coil: 1, t_suction: 2, t_discharge: 3, t_liquid: 4, t_supply: 5,
                    t_return: 6, t_room: 7, p_suction: 8, p_discharge: 9 };

  function hear(message) {
    if (message.tell === "ready") begin(message.about);
    else if (message.tell === "now") take(message);
    else trouble(message.sentence);
  }

  function begin(said) {
    about = said;
    controls.draw(data, about, ask);
    put($("foot"), `Running here: ${about.interpreter}, ${about.bits} bits, and `
      + `${Object.keys(data.files).filter(name => name.startsWith("firmware/")).length} files of `
      + "firmware, unmodified but for native code, which browsers do not have. Nothing is sent anywhere.");
    controls.begin();
  }

  function trouble(sentence) {
    $("trouble").hidden = !sentence;
    put($("trouble"), capital(sentence));
  }

  function take(message) {
    if (message.begins) {
      lines.length = 0;
      trouble("");
      tables.begin(about);
      strip.begin(about);
    }
    const now = message.snapshot;
    now.by = Object.fromEntries(Object.entries(COLUMNS).map(([name, n]) => {
      const x = now.readings[n];
      return [name, x === null ? null : n < 8 ? x / 100 : x];
    }));
    if (message.lines.length) {
      lines.push(...message.lines);
      tables.journal(message.lines, now.start_s);
    }
    strip.add(now.samples);
    latest = { ...message, now };
    if (!dirty) requestAnimationFrame(show);
    dirty = true;
  }

  function show() {
    dirty = false;
    const { now, running, pace } = latest, mode = about.modes[now.mode];
    const cycle = ph.state(data.chart, {
      p_suction_kPa: now.by.p_suction, p_discharge_kPa: now.by.p_discharge,
      t_suction_C: now.by.t_suction, t_discharge_C: now.by.t_discharge, t_liquid_C: now.by.t_liquid,
    });
    document.body.dataset.lane = lane(mode);
    document.body.classList.toggle("stands", !running);
    put($("mode"), mode);
    put($("because"), `${capital(now.because)}, since ${duration(now.in_mode_s)}.`);
    const date = clock(now.start_s, now.at_s);
    put($("clock"), `${day(date)}, ${time(date)}`);
    put($("pace"), !running ? "stands" : pace === null ? "" : `${Math.round(pace).toLocaleString("en")} × real time`);
    schematic.show(now, cycle);
    tables.show(now);
    controls.show(now, running);
    diagram(now, cycle);
    figures(now);
    strip.values(now);
    if (!running || performance.now() - drawn_ms > 250) {
      drawn_ms = performance.now();
      strip.draw(now.start_s, now.at_s);
    }
    speak(`${mode}: ${now.because}`, now);
    shown = latest;
  }

  function diagram(now, cycle) {
    const shown = cycle && now.contacts[0] ? cycle : null;
    for (const svg of document.querySelectorAll("svg.ph")) ph.move(svg, shown);
    const { superheat_cK, subcooling_cK } = now.estimate;
    put($("ph-words"), shown ? `Superheat ${number(superheat_cK / 100)} K, subcooling `
      + `${number(subcooling_cK / 100)} K, as the firmware works them out every 16 s.`
      : cycle ? "The compressor stands: there is no cycle." : "A sensor of the circuit is not believed.");
  }

  const bar = (q10, permille) => {
    const cop = q10 / 1024;
    return [cop, cop * permille / 1000];
  };

  function figures(now) {
    const { cop_q10, u95_permille, quality, net_q10, cooling_q10, net_u95_permille } = now.estimate;
    const [cop, half] = bar(cop_q10, u95_permille), known = cop_q10 > 0;
    const { heat_W, power_compressor_W } = now.truth, measures = known && power_compressor_W > 50;
    const truth = measures ? Math.abs(heat_W) / power_compressor_W : null;
    put($("cop"), known ? `${number(cop, 2)} ± ${number(half, 2)}` : missing);
    put($("cop-word"), known ? about.quality[quality] : "no figure now");
    const [net, net_half] = bar(net_q10 || cooling_q10, net_u95_permille);
    put($("cop-net"), net === 0 ? "Since power-on: nothing yet."
      : `Since power-on, ${net_q10 ? "defrosts counted" : "cooling"}: ${number(net, 2)} ± ${number(net_half, 2)}.`
      + (truth === null ? "" : ` The diamond is the simulated machine's own: ${number(truth, 2)}.`));
    gauge(known ? { cop, half, truth } : null);
  }

  // the COP from 0 to 9 with its whiskers, and the truth as a diamond
  function gauge(told) {
    const svg = $("cop-bar"), width = Math.max(svg.clientWidth, 100), end = width - 8;
    const x = value => 8 + Math.min(Math.max(value, 0), 9) / 9 * (end - 8);
    const parts = [make("line", { class: "axis", x1: 8, x2: end, y1: 22, y2: 22 })];
    for (let n = 1; n < 9; n++) parts.push(make("text", { x: x(n), y: 52 }, String(n)));
    if (told) {
      const [low, high] = [x(told.cop - told.half), x(told.cop + told.half)];
      parts.push(make("rect", { class: "bar", x: 8, y: 15, width: x(told.cop) - 8, height: 14 }),
        make("path", { class: "whisker", d: `M${low} 9V35M${low} 22H${high}M${high} 9V35` }));
    }
    if (told && told.truth !== null)
      parts.push(make("path", { class: "truth", d: `M${x(told.truth)} 14l7 8l-7 8l-7 -8Z` }));
    svg.setAttribute("viewBox", `0 0 ${width} 56`);
    svg.setAttribute("aria-label", told
      ? `COP ${number(told.cop, 2)}, give or take ${number(told.half, 2)}` : "no COP now");
    svg.replaceChildren(...parts);
  }

  // a reader hears changes of mode, not faster than he can listen, the last one always
  function speak(sentence, now) {
    clearTimeout(speaking);
    if (sentence === spoken) return;
    speaking = setTimeout(() => {
      spoken = sentence;
      spoken_ms = performance.now();
      put($("spoken"), sentence);
      put($("sketch-words"), schematic.words(now, about));
    }, Math.max(0, spoken_ms + 2000 - performance.now()));
  }

  // what a message to the machine room goes through; ready at once, whoever it will be
  function room() {
    const text = $("engine").textContent;
    try {
      const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      const worker = new Worker(address);
      worker.onmessage = event => hear(event.data);
      worker.onerror = event => trouble(event.message || "the worker did not start");
      return message => worker.postMessage(message);
    } catch {
      return here(text);
    }
  }

  function here(text) {
    const made = new Promise(done => { window.engineRoom = Engine => done(new Engine(hear)); });
    document.head.append(make("script", {}, text));
    return message => made.then(engine => engine.hear(message));
  }

  schematic.draw();
  $("span").addEventListener("change", () => strip.span(Number($("span").value)));
  ask = room();
  ask({ do: "load", files: data.files, wasm: data.wasm });
  window.demo = { ask: message => ask(message), lines, latest: () => latest,
                  drawn: () => latest && shown === latest };
})();
