// The pad: strokes and pictures on a canvas, brought to the size of a network's input, and what the
// network makes of them.

import { ask, base64, bytes, color, el, onColors, short, tell } from "./shared.js";

let models = [];
let model = null;
let items = []; // strokes {points, size, color} and pictures {image}
let stroke = null;
let output = null; // the class whose saliency is wanted; null for the likeliest
let cursor = null; // for the keyboard: {x, y, isDown}
let isAsking = false;
let isAskedAgain = false;
let answer = null;
let seed = 1;
const parts = {};

export function startDraw(view) {
  view.classList.add("columns");
  parts.model = el("select", { id: "draw-model", onchange: () => take(parts.model.value) });
  parts.pad = el("canvas", {
    class: "pad", tabindex: 0, role: "img", id: "pad",
    "aria-label": "Pad. Draw with mouse or finger; or move with the arrow keys and press space to put the pen down and to lift it.",
  });
  parts.pen = el("input", { type: "range", id: "pen", min: 2, max: 20, value: 8, step: 1 });
  parts.ink = el("input", { type: "color", id: "ink", value: "#ffffff" });
  parts.inkLabel = el("label", { hidden: true }, "Color ", parts.ink);
  parts.centered = el("input", { type: "checkbox", id: "centered", checked: true, onchange: look });
  parts.dark = el("input", { type: "checkbox", id: "dark", onchange: () => { paint(); look(); } });
  parts.file = el("input", { type: "file", id: "picture-file", accept: "image/*", onchange: () => open(parts.file.files[0]) });
  parts.examples = el("div", { class: "thumbs", id: "examples" });
  parts.answer = el("div", { id: "draw-answer" });
  view.append(
    el("div", {},
      el("div", { class: "row" }, el("label", {}, "Model ", parts.model)),
      parts.pad,
      el("div", { class: "row" },
        el("button", { type: "button", id: "undo", onclick: undo }, "Undo"),
        el("button", { type: "button", id: "clear", onclick: clear }, "Clear"),
        el("label", {}, "Pen ", parts.pen), parts.inkLabel),
      el("div", { class: "row" }, el("label", {}, parts.centered, " center and scale as MNIST's digits were"),
        el("label", {}, parts.dark, " dark on light")),
      el("div", { class: "row" }, el("label", {}, "A picture of your own ", parts.file)),
      el("h3", {}, "Pictures of the data ", el("button", { type: "button", class: "small", id: "other-examples", onclick: () => { seed += 1; examples(); } }, "Others")),
      parts.examples,
      el("p", { class: "quiet" }, "Keys: arrows move, space puts the pen down and lifts it, Ctrl+Z takes back, Delete clears.")),
    parts.answer);
  pointers(parts.pad);
  parts.pad.addEventListener("keydown", key);
  view.addEventListener("dragover", (event) => event.preventDefault());
  view.addEventListener("drop", (event) => {
    event.preventDefault();
    open(event.dataTransfer.files[0]);
  });
  view.addEventListener("shown", refresh);
  onColors(show);
  refresh();
}

// The model

async function refresh() {
  try {
    models = (await ask("/api/models")).models;
  } catch (error) {
    tell(error.message);
    return;
  }
  const kept = model && models.some((one) => one.path === model.path) ? model.path : models.at(-1)?.path;
  parts.model.replaceChildren(...models.map((one) => el("option", { value: one.path }, `${one.path} (${one.height}×${one.width}${one.channels > 1 ? " color" : ""})`)));
  if (kept) {
    parts.model.value = kept;
    if (!model || model.path !== kept) take(kept);
    else look();
  } else {
    parts.answer.replaceChildren(el("p", {}, "No finished run has a model for pictures. Train one: descent train digits"));
  }
}

function take(path) {
  model = models.find((one) => one.path === path);
  const cell = Math.max(1, Math.floor(336 / Math.max(model.height, model.width)));
  parts.pad.width = model.width * cell;
  parts.pad.height = model.height * cell;
  parts.pad.style.aspectRatio = `${model.width} / ${model.height}`;
  parts.inkLabel.hidden = model.channels === 1;
  parts.centered.closest("label").hidden = model.channels > 1;
  items = [];
  output = null;
  answer = null;
  cursor = null;
  paint();
  look();
  examples();
}

async function examples() {
  const wanted = model.path;
  // Not every data set is at hand.
  const { pictures = [] } = await ask(`/api/examples?path=${encodeURIComponent(wanted)}&seed=${seed}`).catch(() => ({}));
  if (model.path !== wanted) return;
  document.getElementById("other-examples").parentElement.hidden = !pictures.length;
  parts.examples.replaceChildren(...pictures.map(({ pixels, label }) => {
    const image = picture(bytes(pixels), 36);
    return el("button", { type: "button", "aria-label": `Picture of ${label}`, title: label, onclick: () => {
      items = [{ image: picture(bytes(pixels)), pixels: bytes(pixels) }];
      paint();
      look();
    } }, image);
  }));
}

/** Pixels of the model's size as a canvas. */
function picture(pixels, size) {
  const canvas = el("canvas", { width: model.width, height: model.height });
  const context = canvas.getContext("2d");
  const data = context.createImageData(model.width, model.height);
  for (let i = 0; i < model.width * model.height; i += 1) {
    for (let c = 0; c < 3; c += 1) data.data[4 * i + c] = pixels[i * model.channels + (model.channels > 1 ? c : 0)];
    data.data[4 * i + 3] = 255;
  }
  context.putImageData(data, 0, 0);
  if (size) canvas.style.width = `${size}px`;
  return canvas;
}

// Drawing

function pointers(pad) {
  const place = (event) => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  pad.addEventListener("pointerdown", (event) => {
    if (!model || event.button > 0) return;
    pad.setPointerCapture(event.pointerId);
    event.preventDefault();
    pad.focus({ preventScroll: true });
    begin(place(event));
  });
  pad.addEventListener("pointermove", (event) => {
    if (!stroke || !pad.hasPointerCapture(event.pointerId)) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) stroke.points.push(place(one));
    paint();
    look();
  });
  for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, () => { stroke = null; });
}

function begin(point) {
  stroke = { points: [point], size: Number(parts.pen.value) / 100, color: parts.ink.value };
  items.push(stroke);
  paint();
  look();
}

function key(event) {
  if (!model) return;
  const step = event.shiftKey ? 0.01 : 1 / 28;
  const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
  if (move) {
    cursor ??= { x: 0.5, y: 0.5, isDown: false };
    cursor.x = Math.min(1, Math.max(0, cursor.x + move[0]));
    cursor.y = Math.min(1, Math.max(0, cursor.y + move[1]));
    if (cursor.isDown && stroke) {
      stroke.points.push([cursor.x, cursor.y]);
      look();
    }
  } else if (event.key === " ") {
    cursor ??= { x: 0.5, y: 0.5, isDown: false };
    cursor.isDown = !cursor.isDown;
    if (cursor.isDown) begin([cursor.x, cursor.y]);
    else stroke = null;
  } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
    undo();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    clear();
  } else if (event.key === "Escape") {
    cursor = null;
    stroke = null;
  } else {
    return;
  }
  event.preventDefault();
  paint();
}

function undo() {
  items.pop();
  stroke = null;
  if (cursor) cursor.isDown = false;
  paint();
  look();
}

function clear() {
  items = [];
  stroke = null;
  if (cursor) cursor.isDown = false;
  paint();
  look();
}

async function open(file) {
  if (!file || !model) return;
  try {
    const image = await createImageBitmap(file);
    items = [{ image }];
    paint();
    look();
  } catch {
    tell(`${file.name} is no picture that this browser reads`);
  }
}

/** The drawing alone, without the cursor. */
function paintOn(context, width, height) {
  const isDark = parts.dark.checked;
  context.fillStyle = isDark ? "#fff" : "#000";
  context.fillRect(0, 0, width, height);
  for (const item of items) {
    if (item.image) {
      context.imageSmoothingEnabled = !item.pixels;
      context.imageSmoothingQuality = "high";
      context.drawImage(item.image, 0, 0, width, height);
      continue;
    }
    const ink = model.channels > 1 ? item.color : isDark ? "#000" : "#fff";
    context.strokeStyle = ink;
    context.fillStyle = ink;
    context.lineWidth = item.size * Math.min(width, height);
    context.lineCap = "round";
    context.lineJoin = "round";
    context.beginPath();
    const [x, y] = item.points[0];
    if (item.points.length === 1) {
      context.arc(x * width, y * height, context.lineWidth / 2, 0, 2 * Math.PI);
      context.fill();
    } else {
      context.moveTo(x * width, y * height);
      for (const [nextX, nextY] of item.points.slice(1)) context.lineTo(nextX * width, nextY * height);
      context.stroke();
    }
  }
}

function paint() {
  if (!model) return;
  const context = parts.pad.getContext("2d", { willReadFrequently: true });
  const { width, height } = parts.pad;
  paintOn(context, width, height);
  if (!cursor) return;
  context.strokeStyle = cursor.isDown ? "#d55e00" : "#56b4e9";
  context.lineWidth = 2;
  context.beginPath();
  context.arc(cursor.x * width, cursor.y * height, 7, 0, 2 * Math.PI);
  context.stroke();
}

// What the network gets

/** The drawing as bytes of the model's size, [height][width][channels]. */
function pixels() {
  if (items.length === 1 && items[0].pixels) return items[0].pixels;
  const canvas = el("canvas", { width: parts.pad.width, height: parts.pad.height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  paintOn(context, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const isCentered = model.channels === 1 && parts.centered.checked && !items.some((item) => item.image);
  const result = new Uint8Array(model.width * model.height * model.channels);
  for (let c = 0; c < model.channels; c += 1) {
    const values = new Float64Array(canvas.width * canvas.height);
    for (let i = 0; i < values.length; i += 1) {
      const [red, green, blue] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
      values[i] = model.channels > 1 ? data[4 * i + c] : 0.299 * red + 0.587 * green + 0.114 * blue;
    }
    const place = isCentered ? centering(values, canvas.width, canvas.height) : whole(canvas.width, canvas.height);
    const ground = parts.dark.checked && model.channels === 1 ? 255 : 0;
    shrink(values, canvas.width, canvas.height, place, ground).forEach((value, i) => {
      result[i * model.channels + c] = Math.round(Math.min(255, Math.max(0, value)));
    });
  }
  return result;
}

/** The whole picture as it is. */
function whole(width, height) {
  return { left: 0, top: 0, stepX: width / model.width, stepY: height / model.height };
}

/** As MNIST's digits were made: the ink's box scaled to 20 of 28 pixels, its center of mass in the middle. */
function centering(values, width, height) {
  const isDark = parts.dark.checked;
  let [left, right, top, bottom, mass, sumX, sumY] = [width, -1, height, -1, 0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const ink = isDark ? 255 - values[y * width + x] : values[y * width + x];
      if (ink < 30) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      mass += ink;
      sumX += ink * (x + 0.5);
      sumY += ink * (y + 0.5);
    }
  }
  if (right < 0) return whole(width, height);
  // The 8x8 digits fill their pictures.
  const isFull = model.data === "digits";
  const share = isFull ? 1 : 20 / 28;
  const step = Math.max((right - left + 1) / (model.width * share), (bottom - top + 1) / (model.height * share));
  const [x, y] = isFull ? [(left + right + 1) / 2, (top + bottom + 1) / 2] : [sumX / mass, sumY / mass];
  return { left: x - model.width / 2 * step, top: y - model.height / 2 * step, stepX: step, stepY: step };
}

/** The mean of the part of the drawing that each pixel covers. */
function shrink(values, width, height, { left, top, stepX, stepY }, ground) {
  // Sums over everything above and to the left.
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x] - ground;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  const at = (x, y) => {
    const [cx, cy] = [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
    const [ix, iy] = [Math.min(width - 1, Math.floor(cx)), Math.min(height - 1, Math.floor(cy))];
    const [fx, fy] = [cx - ix, cy - iy];
    const place = iy * (width + 1) + ix;
    return (sums[place] * (1 - fx) + sums[place + 1] * fx) * (1 - fy)
      + (sums[place + width + 1] * (1 - fx) + sums[place + width + 2] * fx) * fy;
  };
  const result = new Float64Array(model.width * model.height);
  for (let y = 0; y < model.height; y += 1) {
    for (let x = 0; x < model.width; x += 1) {
      const [x0, y0] = [left + x * stepX, top + y * stepY];
      const [x1, y1] = [x0 + stepX, y0 + stepY];
      result[y * model.width + x] = ground + (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / (stepX * stepY);
    }
  }
  return result;
}

// What the network says

/** Asks for the newest drawing; while an answer is under way, once more afterwards. */
async function look() {
  if (!model) return;
  if (isAsking) {
    isAskedAgain = true;
    return;
  }
  isAsking = true;
  const wanted = model.path;
  const sent = pixels();
  try {
    const found = await ask("/api/look", { path: wanted, pixels: base64(sent), ...(output === null ? {} : { output }) });
    if (model.path === wanted) {
      answer = { ...found, sent };
      show();
    }
  } catch (error) {
    if (model.path === wanted) parts.answer.replaceChildren(el("p", { class: "wrong" }, error.message));
  }
  isAsking = false;
  if (isAskedAgain) {
    isAskedAgain = false;
    look();
  }
}

function show() {
  if (!answer || !model) return;
  const { outputs, names } = answer;
  const focus = parts.answer.contains(document.activeElement) ? document.activeElement.dataset.output : null;
  const order = outputs.map((_, i) => i).sort((a, b) => outputs[b] - outputs[a]).slice(0, 20);
  const best = order[0];
  const isEmpty = !items.length;
  const percent = (value) => `${(100 * value).toFixed(1)} %`;
  const heading = isEmpty ? "Draw something" : answer.probabilities ? names[best] : `${names[0] ?? "output"}: ${short(outputs[0])}`;
  const shownOrder = outputs.length <= 12 ? outputs.map((_, i) => i) : order;
  const bars = el("div", { class: "bars", id: "bars" }, ...shownOrder.flatMap((i) => {
    const isBest = i === best && !isEmpty;
    return [
      el("button", {
        type: "button", class: isBest ? "best" : "", "data-output": i, "aria-pressed": answer.saliency.output === i, title: "Show what speaks for it",
        onclick: () => { output = output === i ? null : i; look(); },
      }, names[i] ?? `output ${i + 1}`),
      answer.probabilities ? el("progress", { max: 1, value: outputs[i] ?? 0, "aria-label": names[i] }) : el("span"),
      el("span", { class: isBest ? "best" : "" }, answer.probabilities ? percent(outputs[i]) : short(outputs[i])),
    ];
  }));
  parts.answer.replaceChildren(
    el("div", { class: "card" }, el("div", { class: "big", id: "top-class", role: "status" }, heading), el("p", { class: "quiet" }, answer.probabilities ? "What it takes it for. Press a class to see what speaks for it." : "What it predicts."), bars),
    el("div", { class: "card" }, el("div", { class: "pictures" },
      el("figure", {}, grow(picture(answer.sent), 168), el("figcaption", {}, "What it sees")),
      el("figure", {}, heat(answer.saliency.values), el("figcaption", {}, `What speaks for ${names[answer.saliency.output] ?? "it"} (blue) and against (orange)`)),
      el("figure", {}, heat(answer.saliency.gradient), el("figcaption", {}, "What would change it: more light (blue), less (orange)")))),
    el("div", { class: "card" }, el("h3", {}, "Layers"), ...answer.layers.map(layer)));
  if (focus !== null && focus !== undefined) parts.answer.querySelector(`[data-output="${focus}"]`)?.focus({ preventScroll: true });
}

function grow(canvas, size) {
  canvas.style.width = `${size}px`;
  return canvas;
}

/** Numbers as colors: blue above 0, orange below, nothing at 0. */
function heat(values) {
  return grow(colored(values, model.width, model.height), 168);
}

function colored(values, width, height) {
  const canvas = el("canvas", { width, height });
  const context = canvas.getContext("2d");
  const data = context.createImageData(width, height);
  const most = Math.max(1e-12, ...values.map((value) => Math.abs(value ?? 0)));
  const [ground, above, below] = [color("--card"), color("--s0"), color("--s1")];
  for (let i = 0; i < width * height; i += 1) {
    const value = values[i] ?? null;
    const share = value === null ? 0 : Math.abs(value) / most;
    const ink = value < 0 ? below : above;
    for (let c = 0; c < 3; c += 1) data.data[4 * i + c] = ground[c] + (ink[c] - ground[c]) * share;
    data.data[4 * i + 3] = i < values.length ? 255 : 0;
  }
  context.putImageData(data, 0, 0);
  return canvas;
}

function layer({ name, count, values }) {
  const width = Math.min(values.length, values.length <= 32 ? values.length : Math.ceil(Math.sqrt(values.length * 4)));
  const height = Math.ceil(values.length / width);
  const cell = Math.max(4, Math.min(16, Math.floor(440 / width)));
  const canvas = grow(colored(values, width, height), width * cell);
  canvas.style.maxWidth = "100%";
  canvas.style.imageRendering = "pixelated";
  const cut = count > values.length ? `, the first ${values.length} shown` : "";
  return el("figure", { class: "layer-picture" }, el("figcaption", {}, `${name}: ${count.toLocaleString("en")} numbers, up to ${short(Math.max(...values.map((v) => Math.abs(v ?? 0))))}${cut}`), canvas);
}
