// Curves as a drawing: axes, lines, and what the lines say where the pointer is.

import { el, short, svg } from "./shared.js";

const height = 230;
const edge = { left: 64, right: 10, top: 8, bottom: 24 };

/** Numbers at even distances that people like. */
export function ticks(low, high, most) {
  if (!(high > low)) return [low];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const list = [];
  for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; i += 1) list.push(Number((i * step).toPrecision(12)));
  return list;
}

function logTicks(low, high) {
  const list = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    const value = 10 ** power;
    if (value >= low * 0.999 && value <= high * 1.001) list.push(value);
  }
  return list.length > 1 ? list : [low, high];
}

/** Ticks as texts that tell them apart. */
export function labels(values) {
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) : 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const most = Math.max(...values.map(Math.abs));
  const digits = Math.min(12, Math.max(1, Math.ceil(Math.log10(most / step) - 1e-9)));
  if (decimals > 6 || most >= 1e6) return values.map((value) => (value === 0 ? "0" : value.toExponential(digits)));
  return values.map((value) => value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
}

/** Fewer points for a line, with each stretch's highest and lowest. */
export function thin(x, y, most) {
  if (x.length <= most) return [x, y];
  const stretch = Math.ceil(x.length / (most / 2));
  const places = [];
  for (let start = 0; start < x.length; start += stretch) {
    const end = Math.min(x.length, start + stretch);
    let low = start;
    let high = start;
    for (let i = start; i < end; i += 1) {
      if (y[i] < y[low]) low = i;
      if (y[i] > y[high]) high = i;
    }
    places.push(Math.min(low, high));
    if (low !== high) places.push(Math.max(low, high));
  }
  if (places[0] !== 0) places.unshift(0);
  if (places.at(-1) !== x.length - 1) places.push(x.length - 1);
  return [places.map((i) => x[i]), places.map((i) => y[i])];
}

/** A chart that is drawn again with each call of `show`. */
export class Chart {
  constructor(title, unit = "epoch") {
    this.title = title;
    this.unit = unit;
    this.series = [];
    this.drawing = svg("svg", { role: "img", tabindex: 0, height });
    this.readout = el("div", { class: "readout", "aria-live": "polite" });
    this.figure = el("figure", {}, el("figcaption", {}, title), this.drawing, this.readout);
    this.drawing.addEventListener("pointermove", (event) => this.point(event));
    this.drawing.addEventListener("pointerleave", () => this.choose(null));
    this.drawing.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.figure);
  }

  /** Series: {name, x, y, color: 0 to 7, dash: 0 to 3}. */
  show(series, isLog = false) {
    this.series = series.map((one) => {
      const [x, y] = thin(one.x, one.y, 1200);
      return { ...one, x, y };
    });
    this.isLog = isLog && this.series.every((one) => one.y.every((value) => value > 0));
    this.draw();
  }

  draw() {
    const width = Math.max(200, this.figure.clientWidth - 16);
    this.width = width;
    this.drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.drawing.replaceChildren();
    const filled = this.series.filter((one) => one.x.length);
    this.drawing.setAttribute("aria-label", this.summary(filled));
    if (!filled.length) {
      this.drawing.append(svg("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "nothing measured yet"));
      return;
    }
    this.measure(filled);
    this.axes();
    for (const one of filled) this.line(one);
    this.cursor = svg("line", { class: "mark", y1: edge.top, y2: height - edge.bottom, visibility: "hidden" });
    this.drawing.append(this.cursor);
    if (this.at !== null && this.at !== undefined) this.choose(this.at);
  }

  summary(filled) {
    return `${this.title}: ` + filled.slice(0, 8).map((one) => `${one.name} ends at ${short(one.y.at(-1))}`).join(", ");
  }

  measure(filled) {
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const one of filled) {
      left = Math.min(left, one.x[0]);
      right = Math.max(right, one.x.at(-1));
      for (const value of one.y) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    if (right === left) right = left + 1;
    // What differs by less than a thousandth is drawn as flat: its labels would be all digits.
    if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-3) [low, high] = this.isLog ? [low / 2, high * 2] : [low - (Math.abs(low) || 1) * 0.1, high + (Math.abs(high) || 1) * 0.1];
    const margin = (high - low) * 0.04;
    if (!this.isLog) [low, high] = [low - margin, high + margin];
    Object.assign(this, { left, right, low, high });
  }

  x(value) {
    return edge.left + (value - this.left) / (this.right - this.left) * (this.width - edge.left - edge.right);
  }

  y(value) {
    const share = this.isLog ? Math.log(value / this.low) / Math.log(this.high / this.low) : (value - this.low) / (this.high - this.low);
    return height - edge.bottom - share * (height - edge.top - edge.bottom);
  }

  axes() {
    const places = this.isLog ? logTicks(this.low, this.high) : ticks(this.low, this.high, 5);
    const texts = this.isLog ? places.map(short) : labels(places);
    for (const [index, value] of places.entries()) {
      const y = this.y(value);
      this.drawing.append(
        svg("line", { class: "grid", x1: edge.left, x2: this.width - edge.right, y1: y, y2: y }),
        svg("text", { x: edge.left - 6, y: y + 4, "text-anchor": "end" }, texts[index]));
    }
    for (const value of ticks(this.left, this.right, Math.min(8, this.width / 70)).filter(Number.isInteger)) {
      const x = this.x(value);
      this.drawing.append(svg("text", { x: x > this.width - 26 ? this.width - 2 : x, y: height - 8, "text-anchor": x > this.width - 26 ? "end" : "middle" }, value.toLocaleString("en")));
    }
  }

  line(one) {
    const path = one.x.map((x, i) => `${i ? "L" : "M"}${this.x(x).toFixed(1)} ${this.y(one.y[i]).toFixed(1)}`).join("");
    const style = { class: `line c${one.color % 8}`, stroke: "currentColor", "stroke-dasharray": ["", "6 3", "2 3", "8 3 2 3"][one.dash % 4] };
    this.drawing.append(
      one.x.length > 1 ? svg("path", { d: path, ...style })
        : svg("circle", { cx: this.x(one.x[0]), cy: this.y(one.y[0]), r: 3, class: `c${one.color % 8}`, fill: "currentColor" }));
  }

  point(event) {
    const box = this.drawing.getBoundingClientRect();
    const share = (event.clientX - box.left) * this.width / box.width - edge.left;
    const value = this.left + share / (this.width - edge.left - edge.right) * (this.right - this.left);
    this.choose(Math.round(Math.min(this.right, Math.max(this.left, value))));
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (!step || this.left === undefined) return;
    event.preventDefault();
    this.choose(Math.min(this.right, Math.max(this.left, (this.at ?? this.left) + step)));
  }

  /** Marks a place and says what the lines have there. */
  choose(at) {
    this.at = at;
    if (!this.cursor) return;
    this.cursor.setAttribute("visibility", at === null ? "hidden" : "visible");
    if (at === null) {
      this.readout.textContent = "";
      return;
    }
    this.cursor.setAttribute("x1", this.x(at));
    this.cursor.setAttribute("x2", this.x(at));
    const parts = this.series.filter((one) => one.x.length).map((one) => {
      let best = 0;
      for (let i = 1; i < one.x.length; i += 1) if (Math.abs(one.x[i] - at) < Math.abs(one.x[best] - at)) best = i;
      return `${one.name} ${short(one.y[best])}`;
    });
    this.readout.textContent = `${this.unit} ${at.toLocaleString("en")}: ${parts.join(" · ")}`;
  }
}
