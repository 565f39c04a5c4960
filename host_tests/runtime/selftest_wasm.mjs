// firmware/selftest/run.py on MicroPython's build for browsers, which has micropython-lib's unittest.
// node selftest_wasm.mjs FOLDER FAULTS: micropython.mjs, .wasm and files.json of FOLDER; JSON.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const [folder, faults] = process.argv.slice(2);
const { loadMicroPython } = await import(resolve(folder, "micropython.mjs"));
const micropython = await loadMicroPython({ heapsize: 6 << 20, stdout: line => console.log(line) });
const disk = micropython.FS;
for (const [name, text] of Object.entries(JSON.parse(readFileSync(`${folder}/files.json`)))) {
  disk.mkdirTree(name.split("/").slice(0, -1).join("/"));
  disk.writeFile(name, text);
}
micropython.globals.set("faults", faults);
micropython.runPython(`
import json, sys
sys.path[:0] = ["", "firmware", "boards/virtual"]
import board
board.configure({"scan_ms": 1000, "faults": json.loads(faults)})
with open("firmware/selftest/run.py") as file:
    exec(file.read(), {"__name__": "__main__"})
`);
