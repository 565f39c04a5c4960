// Every visible text whose colour is closer to its ground than `least` to 1 (WCAG 2.2, 1.4.3).
// The ground is what is painted below the middle of the text: fills of SVG shapes, then the
// backgrounds of the elements round it, each laid over the next by its transparency.
(least) => {
  // the browser turns any colour (names, hsl, oklch, color-mix) into numbers for us
  const dab = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (text) => {
    if (!known.has(text)) {
      dab.clearRect(0, 0, 1, 1);
      dab.fillStyle = text;
      dab.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = dab.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const over = (top, below) => {
    const a = top[3];
    return [0, 1, 2].map((i) => top[i] * a + below[i] * (1 - a)).concat(1);
  };
  const light = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const inSvg = (e) => e instanceof SVGElement && e.ownerSVGElement;
  const opacity = (e) => {
    let all = 1;
    for (; e; e = e.parentElement) all *= Number(getComputedStyle(e).opacity);
    return all;
  };
  // what is painted, from the top: of an SVG shape its fill, of another element its background
  const paint = (e) => {
    const style = getComputedStyle(e);
    if (!inSvg(e)) return rgba(style.backgroundColor);
    if (e instanceof SVGTextContentElement || style.fill === "none" || style.fill.startsWith("url"))
      return [0, 0, 0, 0];
    const [r, g, b, a] = rgba(style.fill);
    return [r, g, b, a * Number(style.fillOpacity) * opacity(e)];
  };
  const chain = (e) => { const all = []; for (; e; e = e.parentElement) all.push(e); return all; };
  const ground = (element, box) => {
    let stack = chain(element);
    if (inSvg(element)) {
      element.scrollIntoView({ block: "center", behavior: "instant" });
      box = element.getBoundingClientRect();
      const at = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const below = at.filter((e) => inSvg(e) && !e.contains(element));
      stack = below.concat(chain(element.ownerSVGElement));
    }
    let colour = [255, 255, 255, 1];
    if (rgba(getComputedStyle(document.documentElement).backgroundColor)[3] === 0 &&
        matchMedia("(prefers-color-scheme: dark)").matches &&
        getComputedStyle(document.documentElement).colorScheme.includes("dark"))
      colour = rgba("canvas");
    for (const e of stack.reverse()) colour = over(paint(e), colour);
    return colour;
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node.data.trim(), element = node.parentElement;
    if (!text || ["SCRIPT", "STYLE", "NOSCRIPT", "TITLE", "DESC", "OPTION"].includes(element.tagName.toUpperCase()))
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (box.width < 2 || box.height < 2 || style.visibility !== "visible" ||
        !element.checkVisibility({ opacityProperty: true })) continue;
    const paper = ground(element, box);
    const raw = rgba(inSvg(element) ? style.fill : style.color);
    const ink = over([...raw.slice(0, 3), raw[3] * opacity(element)], paper);
    const is = ratio(ink, paper);
    if (is < least) found.push({
      text: text.slice(0, 60), ratio: Math.round(is * 100) / 100,
      ink: ink.map(Math.round).join(), paper: paper.map(Math.round).join(),
      where: element.tagName.toLowerCase() + "." + (element.getAttribute("class") || ""),
    });
  }
  return found;
}
