// The playground: points in the plane, a network of your own, and what it makes of the plane while it
// trains on the server.

import { ask, bytes, color, el, onColors, short, tell } from "./shared.js";
import { Chart } from "./chart.js";

const activations = ["relu", "tanh", "sigmoid", "leaky-relu", "elu", "selu", "gelu", "silu", "softplus", "linear", "softmax"];
const optimizers = ["adam", "adamw", "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adadelta", "adamax", "nadam"];
const inputNames = ["x", "y", "x²", "y²", "xy", "sin x", "sin y"];
const kinds = {
  dense: { units: 8, activation: "tanh" },
  residual: { units: 8, activation: "relu" },
  activation: { function: "relu" },
  dropout: { rate: 0.1 },
  "batch-normalization": {},
  "layer-normalization": {},
};
const data = {
  spirals: { label: "spirals", rows: 400, noise: 0.02, classes: 3 },
  xor: { label: "xor", rows: 300, noise: 0.15 },
  moons: { label: "moons", rows: 300, noise: 0.1 },
  circles: { label: "circles", rows: 300, noise: 0.05 },
  blobs: { label: "blobs", rows: 300, noise: 1, classes: 3 },
  points: { label: "own points" },
  table: { label: "a CSV file" },
};

let state = {
  data: { kind: "spirals", rows: 400, noise: 0.02, classes: 3, seed: 0 },
  test: 0.3, inputs: ["x", "y"],
  layers: [{ kind: "dense", units: 16, activation: "tanh" }, { kind: "dense", units: 16, activation: "tanh" }],
  optimizer: "adam", learningRate: 0.01, batchSize: 16, l1: 0, l2: 0, weightDecay: 0, seed: 0,
};
const parts = {};
const fields = new Map(); // field -> its element
let tables = [];
let own = []; // points that were clicked: [x, y, class], from -1 to 1
let ownClass = 0;
let cursor = null;
let session = null; // {id, source}
let opening = null;
let frame = null;
let isPlaying = false;
let curves = { x: [], train: [], test: [] };
let chart;
let waiting;

export async function startPlayground(view) {
  view.classList.add("columns");
  recall();
  chart = new Chart("loss");
  build(view);
  onColors(draw);
  document.addEventListener("visibilitychange", draw);
  try {
    tables = (await ask("/api/tables")).tables;
  } catch (error) {
    tell(error.message);
  }
  drawData();
  drawLayers();
  begin(false);
}

// The page

function build(view) {
  parts.data = el("fieldset", { id: "data-fields" });
  parts.inputs = el("fieldset", {}, el("legend", {}, "What the network takes"), el("div", { class: "choices" }, ...inputNames.map((name) =>
    el("label", {}, el("input", { type: "checkbox", value: name, checked: state.inputs.includes(name), onchange: () => {
      state.inputs = [...parts.inputs.querySelectorAll("input:checked")].map((box) => box.value);
      changed(true);
    } }), ` ${name}`))));
  fields.set("inputs", parts.inputs);
  parts.layers = el("div", { id: "layers" });
  fields.set("layers", parts.layers);
  parts.training = el("fieldset", {}, el("legend", {}, "Training"), el("div", { class: "fields" },
    choice("optimizer", "Optimizer", optimizers, state.optimizer, (value) => { state.optimizer = value; }),
    number("learningRate", "Learning rate", state, "learningRate", 0.001),
    number("batchSize", "Batch size", state, "batchSize", 1),
    number("l1", "L1", state, "l1", 0.0001), number("l2", "L2", state, "l2", 0.0001),
    number("weightDecay", "Weight decay", state, "weightDecay", 0.0001),
    number("seed", "Seed of the weights", state, "seed", 1)));
  parts.play = el("button", { type: "button", class: "main", id: "play", onclick: () => control(isPlaying ? "pause" : "play") }, "Train");
  parts.figures = el("dl", { class: "figures", id: "figures" });
  parts.plane = el("canvas", { class: "plane", id: "plane", width: 400, height: 400, tabindex: 0, role: "img" });
  parts.classes = el("div", { class: "choices", id: "own-classes" });
  parts.fault = el("p", { class: "wrong", role: "alert", id: "play-fault" });
  view.append(
    el("div", {}, el("div", { class: "card" }, parts.data), el("div", { class: "card" }, parts.inputs), el("div", { class: "card" }, parts.training)),
    el("div", {}, el("div", { class: "card" }, el("h3", {}, "Network"), parts.layers,
      el("button", { type: "button", id: "add-layer", onclick: () => { state.layers.push({ kind: "dense", ...kinds.dense }); drawLayers(); changed(true); } }, "Add a layer"),
      el("p", { class: "quiet", id: "network-note" }))),
    el("div", { class: "plot" },
      el("div", { class: "row" }, parts.play,
        el("button", { type: "button", id: "step", onclick: () => control("step") }, "Step"),
        el("button", { type: "button", id: "reset", onclick: () => begin(true) }, "Reset")),
      parts.fault, parts.figures, parts.plane, parts.classes, chart.figure));
  parts.plane.addEventListener("pointerdown", (event) => {
    if (state.data.kind !== "points") return;
    const box = parts.plane.getBoundingClientRect();
    addPoint((event.clientX - box.left) / box.width * 2 - 1, 1 - (event.clientY - box.top) / box.height * 2);
  });
  parts.plane.addEventListener("keydown", planeKey);
}

function number(field, label, place, name, step) {
  const input = el("input", { type: "number", step: "any", min: 0, value: place[name], "data-step": step, oninput: () => {
    place[name] = input.value === "" ? null : Number(input.value);
    changed(field.startsWith("data") || field === "seed");
  } });
  return mark(field, el("label", {}, label, input));
}

function choice(field, label, values, value, take, isNew = false) {
  const select = el("select", { onchange: () => { take(select.value); changed(isNew); } },
    ...values.map((one) => el("option", { value: one.value ?? one, selected: (one.value ?? one) === value }, one.label ?? one)));
  return mark(field, el("label", {}, label, select));
}

function mark(field, element) {
  fields.set(field, element);
  return element;
}

// Data

function drawData() {
  const kind = state.data.kind;
  const list = Object.entries(data).filter(([name]) => name !== "table" || tables.length).map(([value, { label }]) => ({ value, label }));
  const kindField = choice("data", "Data", list, kind, (value) => {
    state.data = { kind: value, ...data[value], seed: state.data.seed ?? 0 };
    delete state.data.label;
    if (value === "table") pickTable(tables[0].name);
    drawData();
  }, true);
  const more = [];
  if ("rows" in data[kind]) {
    more.push(number("data.rows", "Points", state.data, "rows", 10), number("data.noise", "Noise", state.data, "noise", 0.01));
    if ("classes" in data[kind]) more.push(number("data.classes", "Classes", state.data, "classes", 1));
    more.push(number("data.seed", "Seed of the points", state.data, "seed", 1));
  }
  if (kind === "table") {
    const table = tables.find((one) => one.name === state.data.table) ?? tables[0];
    more.push(choice("data.table", "File", tables.map((one) => one.name), table.name, (value) => { pickTable(value); drawData(); }, true));
    for (const [key, label] of [["x", "x"], ["y", "y"], ["target", "Class"]]) {
      more.push(choice(`data.${key}`, label, table.columns ?? [], state.data[key], (value) => { state.data[key] = value; }, true));
    }
    if (table.error) more.push(el("span", { class: "wrong" }, table.error));
  }
  more.push(number("test", "Share held out to test", state, "test", 0.05));
  parts.data.replaceChildren(el("legend", {}, "Points"), el("div", { class: "fields" }, kindField, ...more));
  drawOwn();
}

function pickTable(name) {
  const columns = tables.find((one) => one.name === name)?.columns ?? [];
  Object.assign(state.data, { kind: "table", table: name, x: columns[0] ?? "", y: columns[1] ?? "", target: columns.at(-1) ?? "" });
}

/** The classes to choose from for points of one's own. */
function drawOwn() {
  const isOwn = state.data.kind === "points";
  parts.plane.setAttribute("aria-label", isOwn
    ? "Plane. Click to add a point of the chosen class; or move with the arrow keys and press space." : "Plane: which class the network gives where");
  parts.plane.style.cursor = isOwn ? "crosshair" : "";
  parts.classes.replaceChildren(...(isOwn ? [
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((index) => el("label", { class: `c${index}` },
      el("input", { type: "radio", name: "own-class", checked: index === ownClass, onchange: () => { ownClass = index; } }), ` class ${index + 1}`)),
    el("button", { type: "button", class: "small", id: "undo-point", onclick: () => { own.pop(); pointsChanged(); } }, "Undo"),
    el("button", { type: "button", class: "small", id: "clear-points", onclick: () => { own = []; pointsChanged(); } }, "Clear")] : []));
  if (isOwn) pointsChanged();
}

function addPoint(x, y) {
  own.push([Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000, ownClass]);
  pointsChanged();
}

function pointsChanged() {
  const counts = new Map();
  for (const point of own) counts.set(point[2], (counts.get(point[2]) ?? 0) + 1);
  if (own.length < 8 || counts.size < 2 || [...counts.values()].some((count) => count < 3)) {
    stop();
    opening = null;
    frame = null;
    parts.fault.textContent = "Click points of two classes or more into the plane, three of each at least and eight in all.";
    draw();
    return;
  }
  changed(true);
}

function planeKey(event) {
  if (state.data.kind !== "points") return;
  const move = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] }[event.key];
  cursor ??= { x: 0, y: 0 };
  if (move) {
    cursor.x = Math.min(1, Math.max(-1, cursor.x + move[0]));
    cursor.y = Math.min(1, Math.max(-1, cursor.y + move[1]));
  } else if (event.key === " ") {
    addPoint(cursor.x, cursor.y);
  } else {
    return;
  }
  event.preventDefault();
  draw();
}

// Layers

function drawLayers() {
  for (const field of [...fields.keys()]) if (field.startsWith("layers.")) fields.delete(field);
  parts.unitPlaces = [];
  parts.layers.replaceChildren(...state.layers.map((layer, index) => {
    const label = `layer ${index + 1}`;
    const kind = el("select", { "aria-label": `Kind of ${label}`, onchange: () => {
      state.layers[index] = { kind: kind.value, ...kinds[kind.value] };
      drawLayers();
      changed(true);
    } }, ...Object.keys(kinds).map((name) => el("option", { selected: name === layer.kind }, name)));
    const row = el("div", {}, kind);
    if ("units" in kinds[layer.kind]) row.append(layerNumber(layer, "units", label));
    if ("rate" in kinds[layer.kind]) row.append(layerNumber(layer, "rate", label));
    for (const name of ["activation", "function"]) {
      if (!(name in kinds[layer.kind])) continue;
      const select = el("select", { "aria-label": `Activation of ${label}`, onchange: () => { layer[name] = select.value; changed(true); } },
        ...activations.map((one) => el("option", { selected: one === layer[name] }, one)));
      row.append(select);
    }
    const act = (text, title, isOff, f) => el("button", { type: "button", "aria-label": `${title} ${label}`, title, disabled: isOff, onclick: () => { f(); drawLayers(); changed(true); } }, text);
    row.append(el("span", { class: "moves" },
      act("↑", "Move up", index === 0, () => swap(index, index - 1)),
      act("↓", "Move down", index === state.layers.length - 1, () => swap(index, index + 1)),
      act("✕", "Remove", false, () => state.layers.splice(index, 1))));
    const units = el("div", { class: "units", "aria-hidden": "true" });
    parts.unitPlaces.push(units);
    return mark(`layers.${index}`, el("div", { class: "layer" }, row, units));
  }));
}

function layerNumber(layer, name, label) {
  const input = el("input", { type: "number", step: "any", min: 0, value: layer[name], "aria-label": `${name} of ${label}`, oninput: () => {
    layer[name] = input.value === "" ? null : Number(input.value);
    changed(true);
  } });
  return el("label", {}, name, input);
}

function swap(a, b) {
  [state.layers[a], state.layers[b]] = [state.layers[b], state.layers[a]];
}

/** The layers as the server's catalog has them. */
function catalogLayers() {
  let width = state.inputs.length;
  return state.layers.map((layer) => {
    const { kind, units, activation } = layer;
    if (kind === "residual") {
      return { kind, layers: [{ kind: "dense", units, activation }, { kind: "dense", units: width }] };
    }
    if (kind === "dense") width = units;
    return { ...layer };
  });
}

/** Which rows of the network belong to which row of the editor: a residual layer runs as three. */
function unitRows() {
  const rows = [];
  state.layers.forEach((layer, index) => {
    for (let i = 0; i < (layer.kind === "residual" ? 3 : 1); i += 1) rows.push(index);
  });
  return rows;
}

// Training

/** Another network begins anew; other settings of the training go on with its weights. */
function changed(isNew) {
  clearTimeout(waiting);
  waiting = setTimeout(() => begin(isNew, isPlaying), 250);
}

async function begin(isNew, plays = false) {
  clearTimeout(waiting);
  remember();
  const earlier = session?.id;
  const request = {
    ...state, layers: catalogLayers(),
    data: state.data.kind === "points" ? { kind: "points", points: own } : state.data,
    ...(isNew || !earlier ? {} : { from: earlier }),
  };
  const answer = await ask("/api/playground", request).catch((error) => ({ faults: [{ field: "", message: error.message }] }));
  showFaults(answer.faults ?? []);
  if (answer.faults) {
    stop();
    return;
  }
  stop();
  listen(answer.id, isNew || !earlier);
  if (plays) control("play");
}

function stop() {
  session?.source.close();
  session = null;
  setPlaying(false);
}

function listen(id, isNew) {
  const source = new EventSource(`/api/playground/events?id=${encodeURIComponent(id)}`);
  session = { id, source };
  source.addEventListener("opening", (event) => {
    opening = JSON.parse(event.data);
    if (isNew || opening.epochsBefore === 0) curves = { x: [], train: [], test: [] };
    document.getElementById("network-note").textContent =
      `then ${opening.classes.length} outputs, one for each class: ${opening.parameters.toLocaleString("en")} parameters`;
  });
  source.addEventListener("frame", (event) => {
    if (session?.source !== source) return;
    frame = JSON.parse(event.data);
    setPlaying(frame.playing);
    parts.fault.textContent = frame.error ?? (frame.over ? "This is as far as it goes: Reset begins anew." : "");
    if (curves.x.at(-1) !== frame.epoch && frame.trainLoss !== null) {
      curves.x.push(frame.epoch);
      curves.train.push(frame.trainLoss);
      curves.test.push(frame.testLoss ?? null);
    }
    if (!document.hidden) draw();
  });
  // The server ends what nobody listens to: there is nothing to go on with.
  source.onerror = () => {
    source.close();
    if (session?.source !== source) return;
    session = null;
    setPlaying(false);
    parts.fault.textContent = "The training is over: the connection was lost. Reset begins anew.";
  };
}

async function control(action) {
  if (!session) {
    await begin(true, action === "play");
    if (action !== "step" || !session) return;
  }
  try {
    await ask("/api/playground/control", { id: session.id, action });
    setPlaying(action === "play");
  } catch (error) {
    parts.fault.textContent = error.message;
  }
}

function setPlaying(value) {
  isPlaying = value;
  parts.play.textContent = value ? "Pause" : "Train";
}

/** Each fault stands at its field. */
function showFaults(faults) {
  for (const element of fields.values()) {
    element.querySelector(":scope > .wrong")?.remove();
    element.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  }
  parts.fault.textContent = "";
  faults.forEach(({ field, message }, index) => {
    const place = fields.get(field) ?? (field.startsWith("data") ? fields.get("data") : null);
    if (!place) {
      parts.fault.textContent = message;
      return;
    }
    const id = `wrong-${index}`;
    place.append(el("span", { class: "wrong", id }, message));
    const input = place.querySelector("input, select:only-of-type") ?? place.querySelector("select");
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", id);
  });
}

// The settings stand in the address, so that it can be kept.

function remember() {
  history.replaceState(null, "", `#playground=${encodeURIComponent(JSON.stringify(state.data.kind === "points" ? { ...state, own } : state))}`);
}

function recall() {
  const text = location.hash.split("=").slice(1).join("=");
  if (!text) return;
  try {
    const kept = JSON.parse(decodeURIComponent(text));
    if (!(kept.data?.kind in data) || !Array.isArray(kept.layers)) return;
    own = Array.isArray(kept.own) ? kept.own.filter((point) => Array.isArray(point) && point.length === 3) : [];
    delete kept.own;
    kept.layers = kept.layers.filter((layer) => layer.kind in kinds);
    state = { ...state, ...kept };
  } catch { /* An address that somebody cut off. */ }
}

// Drawing

function draw() {
  drawPlane();
  drawUnits();
  drawFigures();
  const series = [{ name: "training", x: curves.x, y: curves.train, color: 0, dash: 0 }];
  if (curves.test.some((value) => value !== null)) series.push({ name: "test", x: curves.x, y: curves.test, color: 1, dash: 1 });
  chart.show(series);
}

function drawFigures() {
  const list = frame ? [
    ["epoch", frame.epoch.toLocaleString("en")],
    ["training loss", short(frame.trainLoss)], ["test loss", short(frame.testLoss)],
    ["parameters", (opening?.parameters ?? 0).toLocaleString("en")],
    ["training right", share(frame.trainAccuracy)], ["test right", share(frame.testAccuracy)],
  ] : [];
  parts.figures.replaceChildren(...list.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", { "data-figure": name }, value))));
}

function share(value) {
  return value === null || value === undefined ? "–" : `${(100 * value).toFixed(1)} %`;
}

function drawPlane() {
  const context = parts.plane.getContext("2d");
  const { width, height } = parts.plane;
  context.fillStyle = `rgb(${color("--card")})`;
  context.fillRect(0, 0, width, height);
  if (frame && opening) {
    const cells = bytes(frame.plane);
    const { side } = opening;
    const image = new ImageData(side, side);
    const ground = color("--ground");
    const inks = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => color(`--s${index}`));
    const least = 255 / opening.classes.length;
    for (let i = 0; i < side * side; i += 1) {
      const ink = inks[cells[2 * i]];
      const strength = Math.max(0, (cells[2 * i + 1] - least) / (255 - least)) * 0.6;
      for (let c = 0; c < 3; c += 1) image.data[4 * i + c] = ground[c] + (ink[c] - ground[c]) * strength;
      image.data[4 * i + 3] = 255;
    }
    const small = el("canvas", { width: side, height: side });
    small.getContext("2d").putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.drawImage(small, 0, 0, width, height);
  }
  const isOwn = state.data.kind === "points";
  const bounds = isOwn && !opening ? [-1, 1, -1, 1] : opening?.bounds;
  if (!bounds) return;
  const [left, right, low, high] = bounds;
  // Those that were clicked just now are not on the server yet.
  const points = isOwn && opening?.points.length !== own.length ? own.map((point) => [...point, 0]) : opening.points;
  for (const [x, y, label, isTest] of points) {
    point(context, (x - left) / (right - left) * width, height - (y - low) / (high - low) * height, label, isTest);
  }
  if (isOwn && cursor) {
    context.strokeStyle = `rgb(${color("--text")})`;
    context.strokeRect((cursor.x - left) / (right - left) * width - 5, height - (cursor.y - low) / (high - low) * height - 5, 10, 10);
  }
}

/** Each class has a color and a shape; test points are hollow. */
function point(context, x, y, label, isTest) {
  const size = 4.5;
  context.beginPath();
  if (label % 4 === 0) context.arc(x, y, size, 0, 2 * Math.PI);
  else if (label % 4 === 1) context.rect(x - size + 0.5, y - size + 0.5, 2 * size - 1, 2 * size - 1);
  else {
    const corners = label % 4 === 2 ? [[0, -1.2], [1.1, 0.9], [-1.1, 0.9]] : [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]];
    corners.forEach(([dx, dy], i) => (i ? context.lineTo(x + dx * size, y + dy * size) : context.moveTo(x + dx * size, y + dy * size)));
    context.closePath();
  }
  const ink = `rgb(${color(`--s${label % 8}`)})`;
  context.fillStyle = isTest ? `rgb(${color("--ground")})` : ink;
  context.fill();
  context.lineWidth = isTest ? 2 : 1;
  context.strokeStyle = isTest ? ink : `rgb(${color("--ground")})`;
  context.stroke();
}

function drawUnits() {
  if (!frame || !opening) return;
  const rows = unitRows();
  const places = new Map();
  frame.units.forEach((unit, index) => {
    // Of a residual layer, what comes out.
    if (rows[index] !== undefined) places.set(rows[index], unit);
  });
  parts.unitPlaces.forEach((place, index) => {
    const unit = places.get(index);
    const wanted = unit?.shown ?? 0;
    while (place.children.length > wanted) place.lastChild.remove();
    while (place.children.length < wanted) place.append(el("canvas", { width: opening.unitSide, height: opening.unitSide }));
    if (unit) paintUnits(place, bytes(unit.cells));
  });
}

function paintUnits(place, cells) {
  const side = opening.unitSide;
  const [ground, above, below] = [color("--ground"), color("--s0"), color("--s1")];
  [...place.children].forEach((canvas, number) => {
    const image = new ImageData(side, side);
    for (let i = 0; i < side * side; i += 1) {
      const value = (cells[number * side * side + i] - 128) / 127;
      const ink = value < 0 ? below : above;
      for (let c = 0; c < 3; c += 1) image.data[4 * i + c] = ground[c] + (ink[c] - ground[c]) * Math.abs(value);
      image.data[4 * i + 3] = 255;
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  });
}
