// The machine room: MicroPython with the firmware and the virtual board in it, and the clock that
// turns them.  Runs in a worker; where a page may not start one, in the page itself.
//
//   engine.hear({do: "load", files, wasm})     say({tell: "ready", about})
//   ... {do: "start", plan}  {do: "act", deed}  {do: "speed", times}  {do: "step", scans}
//   ... {do: "next"}         to the next change of mode, a simulated day at most
//   ... {do: "until", s}     as fast as it goes to that simulated second
//   say({tell: "now", lines, pace, running, snapshot})   after anything that changed
//   say({tell: "answer", sentence})   "" or why a deed is refused;   {tell: "broken", sentence}
class Engine {
  constructor(say) {
    this.say = say;
    this.times = 0;        // of real time; Infinity: as fast as it goes
    this.lines = [];       // printed since the last word to the page
    this.at_s = 0;
    this.owed_s = 0;       // simulated seconds that real time is ahead
    this.goal = null;      // {kind: "next"} or {kind: "until", s}
    this.last_ms = this.told_ms = this.pace_ms = 0;
    this.pace_s = 0;
    this.timer = null;
  }

  async hear(message) {
    try {
      await this["_" + message.do](message);
    } catch (problem) {
      this._stop();
      this.say({ tell: "broken", sentence: String(problem.message || problem) });
    }
  }

  async _load({ files, wasm }) {
    const micropython = await loadMicroPython({
      heapsize: 6 << 20,
      url: "data:application/wasm;base64," + wasm,
      stdout: line => this.lines.push(line),
    });
    for (const [name, text] of Object.entries(files)) this._write(micropython.FS, name, text);
    micropython.runPython("import sys\nsys.path[:] = ['', 'firmware', 'boards/virtual']");
    micropython.runPython("from tools.demo import bridge");
    this.bridge = micropython.globals.get("bridge");
    this.say({ tell: "ready", about: JSON.parse(this.bridge.about()) });
  }

  _write(disk, name, text) {
    const folders = name.split("/").slice(0, -1);
    folders.forEach((_, n) => {
      const folder = folders.slice(0, n + 1).join("/");
      if (!disk.analyzePath(folder).exists) disk.mkdir(folder);
    });
    disk.writeFile(name, text);
  }

  _start({ plan }) {
    this.lines = [];
    this.goal = null;
    this.owed_s = 0;
    this.bridge.start(JSON.stringify(plan));
    this.at_s = 0;
    this._tell({ begins: true });
  }

  _act({ deed }) {
    const refused = this.bridge.act(JSON.stringify(deed));
    this.say({ tell: "answer", sentence: refused });
    this._tell();
  }

  _speed({ times }) {
    this._stop();
    this.times = times;
    this.owed_s = 0;
    if (times > 0) this._go();
    else this._tell();
  }

  _step({ scans }) {
    this._stop();
    this.at_s += this.bridge.scans(scans);
    this._tell();
  }

  _next() {
    this.goal = { kind: "next", until_s: this.at_s + 86400 };
    this._go();
  }

  _until({ s }) {
    this.goal = { kind: "until", until_s: s };
    this._go();
  }

  _stop() {
    this.goal = null;
    this.times = 0;
    clearTimeout(this.timer);
    this.timer = null;
  }

  _go() {
    this.last_ms = this.pace_ms = performance.now();
    this.pace_s = this.at_s;
    if (this.timer === null) this._turn();
  }

  // one turn: 30 ms of work at most, then whoever waits may speak
  _turn() {
    this.timer = null;
    try {
      const moved = this.goal ? this._chase() : this._keep();
      const hurry = this.goal || this.times === Infinity;  // then pictures cost what they show
      if (moved || performance.now() - this.told_ms > (hurry ? 120 : 66)) this._tell();
    } catch (problem) {
      this._stop();
      this.say({ tell: "broken", sentence: String(problem.message || problem) });
      return;
    }
    const idle = !this.goal && this.times <= 1000;
    if (this.goal || this.times > 0) this.timer = setTimeout(() => this._turn(), idle ? 15 : 0);
  }

  _keep() {
    const now_ms = performance.now(), free = this.times === Infinity;
    this.owed_s += free ? 0 : (now_ms - this.last_ms) / 1000 * this.times;
    this.last_ms = now_ms;
    while ((free || this.owed_s >= 1) && performance.now() - now_ms < 30) {
      const passed_s = this.bridge.scans(free ? 20 : Math.min(20, Math.floor(this.owed_s)));
      this.owed_s -= free ? 0 : passed_s;
      this.at_s += passed_s;
    }
    this.owed_s = Math.min(this.owed_s, this.times);  // too slow a machine is not hunted
    return false;
  }

  // towards a goal, as fast as it goes; true when it is reached
  _chase() {
    const began_ms = performance.now(), { kind, until_s } = this.goal;
    const moves = kind === "next" ? this._moves() : 0;
    while (this.at_s < until_s && performance.now() - began_ms < 30) {
      const left_s = Math.min(20, until_s - this.at_s);
      this.at_s += this.bridge.scans(left_s, kind === "next");
      if (kind === "next" && this._moves() !== moves) {
        this._stop();
        return true;
      }
    }
    if (this.at_s >= until_s) this._stop();
    return this.goal === null;
  }

  _moves() {
    return this.lines.filter(line => line.startsWith("T ")).length;
  }

  _tell(more = {}) {
    const now_ms = performance.now(), wall_s = (now_ms - this.pace_ms) / 1000;
    const pace = wall_s > 0.2 ? (this.at_s - this.pace_s) / wall_s : null;
    if (wall_s > 2) {
      this.pace_ms = now_ms;
      this.pace_s = this.at_s;
    }
    this.told_ms = now_ms;
    const lines = this.lines.splice(0).filter(line => line[1] === " " && "TL".includes(line[0]));
    const snapshot = JSON.parse(this.bridge.snapshot());
    this.at_s = snapshot.at_s;
    this.say({ tell: "now", lines, pace, running: this.times > 0 || this.goal !== null,
               snapshot, ...more });
  }
}

if (globalThis.WorkerGlobalScope) {
  const engine = new Engine(message => postMessage(message));
  onmessage = event => engine.hear(event.data);
} else {
  globalThis.engineRoom?.(Engine);
}
