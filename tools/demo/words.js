// Small things that all parts of the page use.
const $ = id => document.getElementById(id);
const missing = "–";

// a number for people: a true minus sign, so many digits
const number = (x, digits = 1) => x.toFixed(digits).replace(/^-(0\.?0*)$/, "$1").replace("-", "−");
const degrees = cC => cC === null ? missing : `${number(cC / 100)} °C`;
const plain = name => name.replace(/_/g, " ").toLowerCase();
const capital = text => text && text[0].toUpperCase() + text.slice(1);

function duration(s) {
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.round(s / 60)} min`;
  return `${number(s / 3600)} h`;
}

// second of the scenario's year, which is 2023, as day and time
const clock = (start_s, at_s) => new Date(Date.UTC(2023, 0, 1) + 1000 * (start_s + at_s));
const day = date => date.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
const time = date => date.toISOString().slice(11, 19);

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// an element: make("li", {class: "x"}, "text", child, ...)
function make(tag, attributes = {}, ...inside) {
  const svg = make.svg.has(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}
make.svg = new Set(["svg", "g", "path", "rect", "line", "circle", "text", "polyline"]);

// replace what stands in `parent`, if it is not the same already: a reader is not disturbed
function fill(parent, items) {
  const said = items.map(item => item.outerHTML).join("");
  if (parent.dataset.said === said) return;
  parent.dataset.said = said;
  parent.replaceChildren(...items);
}

// which family a mode belongs to, as in the report; the page takes its accent from it
const LANES = JSON.parse($("data").textContent).lanes;
const lane = mode => LANES[mode] || "wait";
