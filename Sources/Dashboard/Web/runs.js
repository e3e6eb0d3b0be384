// The table of runs, their curves, and what differs in their settings.

import { ask, duration, el, short, tell } from "./shared.js";
import { Chart } from "./chart.js";

const runs = new Map(); // path -> {summary, row, curves}
const chosen = []; // paths, in the order in which they were chosen
const page = 200; // rows that are shown at a time
let shownRows = page;
let sorting = { key: "started", isDown: true };
let columns = [];
let isScheduled = false;
let hasChosen = false;
const charts = new Map();

const preferred = ["loss", "accuracy", "val_loss", "val_accuracy", "test_accuracy", "test_loss"];
const fixed = [
  { key: "name", label: "Run", isText: true },
  { key: "state", label: "State", isText: true },
  { key: "data", label: "Data", isText: true },
  { key: "epochs", label: "Epoch" },
];
const last = [
  { key: "started", label: "When" },
  { key: "seconds", label: "Time" },
];

export function startRuns(view) {
  document.getElementById("filter").addEventListener("input", () => {
    shownRows = page;
    schedule();
  });
  document.getElementById("clear-selection").addEventListener("click", () => {
    chosen.length = 0;
    choose();
  });
  document.getElementById("more-runs").addEventListener("click", () => {
    shownRows += page;
    schedule();
  });
  document.getElementById("log-scale").addEventListener("change", drawCurves);
  view.addEventListener("shown", schedule);
  watchVisibility();
  listen();
}

// What the server tells

let source = null;
let lastEvent = null;

/** A browser has few connections to one server: a page in the background gives its own back. */
function watchVisibility() {
  setInterval(() => { if (document.hidden) ask("/api/alive").catch(() => {}); }, 20_000);
  document.addEventListener("visibilitychange", () => {
    source?.close();
    if (document.hidden) ask("/api/alive").catch(() => {});
    else listen();
  });
}

function listen() {
  source?.close();
  source = new EventSource(lastEvent ? `/events?last=${encodeURIComponent(lastEvent)}` : "/events");
  const connection = document.getElementById("connection");
  source.onopen = () => { connection.textContent = ""; };
  source.onerror = () => {
    connection.textContent = "The page's server is gone; what is shown may be old. Start it again with: descent dashboard";
    // A server that was started again knows another token.
    if (source.readyState === EventSource.CLOSED && !document.hidden) setTimeout(listen, 3000);
  };
  const on = (name, take) => source.addEventListener(name, (event) => {
    lastEvent = event.lastEventId || lastEvent;
    take(JSON.parse(event.data));
  });
  on("runs", (all) => takeAll(all));
  on("run", (summary) => takeOne(summary));
  on("gone", ({ path }) => {
    runs.get(path)?.row?.remove();
    runs.delete(path);
    const place = chosen.indexOf(path);
    if (place >= 0) {
      chosen.splice(place, 1);
      choose();
    }
    schedule();
  });
  on("epochs", (news) => grow(news));
}

function takeAll({ runs: list, notes }) {
  const paths = new Set(list.map((run) => run.path));
  for (const [path, run] of runs) {
    if (paths.has(path)) continue;
    run.row?.remove();
    runs.delete(path);
  }
  for (const summary of list) takeOne(summary);
  for (let i = chosen.length - 1; i >= 0; i -= 1) if (!runs.has(chosen[i])) chosen.splice(i, 1);
  document.getElementById("run-notes").replaceChildren(...notes.map((note) => el("p", { class: "quiet" }, note)));
  // What was missed while nobody listened.
  for (const path of chosen) load(path);
  if (!hasChosen && !chosen.length && list.length) {
    const newest = list.toSorted((a, b) => (b.state === "running") - (a.state === "running") || b.started - a.started)[0];
    chosen.push(newest.path);
    choose();
  }
  schedule();
}

function takeOne(summary) {
  const run = runs.get(summary.path) ?? { curves: null };
  run.summary = summary;
  run.isOld = true;
  runs.set(summary.path, run);
  if (!hasChosen && !chosen.length) {
    chosen.push(summary.path);
    choose();
  }
  schedule();
}

/** New epochs of a run; where some are missing, the curves are asked for as a whole. */
function grow({ path, from, epochs, columns: news }) {
  const run = runs.get(path);
  if (!run?.curves || !chosen.includes(path)) {
    if (run) run.curves = null;
    return;
  }
  const most = 4000;
  const isLarge = Object.values(run.curves.columns).some((curve) => curve.x.length > most);
  if (!news || from !== run.curves.epochs || isLarge) {
    load(path);
    return;
  }
  for (const [name, values] of Object.entries(news)) {
    if (name === "steps") continue;
    run.curves.columns[name] ??= { x: [], y: [] };
    values.forEach((value, index) => {
      if (value === null) return;
      run.curves.columns[name].x.push(from + index + 1);
      run.curves.columns[name].y.push(value);
    });
  }
  run.curves.epochs = epochs;
  scheduleCurves();
}

async function load(path) {
  const run = runs.get(path);
  if (!run || run.isLoading) {
    if (run) run.isAskedAgain = true;
    return;
  }
  run.isLoading = true;
  try {
    run.curves = await ask(`/api/curves?path=${encodeURIComponent(path)}&points=600`);
  } catch (error) {
    tell(error.message);
  }
  run.isLoading = false;
  if (run.isAskedAgain) {
    run.isAskedAgain = false;
    load(path);
  }
  scheduleCurves();
  showSettings();
}

// The table

function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  setTimeout(() => requestAnimationFrame(() => {
    isScheduled = false;
    drawTable();
  }), 60);
}

function value(summary, key) {
  return key in summary ? summary[key] : summary.figures[key];
}

function drawTable() {
  const words = document.getElementById("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [...runs.values()];
  const found = all.filter(({ summary }) => {
    const text = `${summary.path} ${summary.data} ${summary.state}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  found.sort(compare);
  document.getElementById("run-count").textContent =
    runs.size === 0 ? "No runs yet: begin one with descent train digits" : found.length === all.length
      ? `${all.length.toLocaleString("en")} run${all.length === 1 ? "" : "s"}`
      : `${found.length.toLocaleString("en")} of ${all.length.toLocaleString("en")} runs`;
  const used = new Set(all.flatMap(({ summary }) => Object.keys(summary.figures)));
  const figures = [...preferred.filter((name) => used.has(name)),
    ...[...used].filter((name) => !preferred.includes(name) && name !== "learning_rate").sort()].slice(0, 6);
  const names = figures.join("\n");
  const table = document.querySelector("#run-table table") ?? makeTable();
  if (names !== columns.join("\n") || !table.tHead.rows.length) {
    columns = figures;
    drawHead(table);
    for (const run of all) run.isOld = true;
  }
  const visible = found.slice(0, shownRows);
  for (const run of visible) drawRow(run);
  const body = table.tBodies[0];
  const rows = visible.map((run) => run.row);
  const isSame = body.rows.length === rows.length && rows.every((row, i) => body.rows[i] === row);
  if (!isSame) {
    const focused = document.activeElement;
    body.replaceChildren(...rows);
    if (focused && focused !== document.activeElement && body.contains(focused)) focused.focus({ preventScroll: true });
  }
  const more = document.getElementById("more-runs");
  more.hidden = found.length <= shownRows;
  more.textContent = `Show ${Math.min(page, found.length - shownRows)} more of ${(found.length - shownRows).toLocaleString("en")}`;
}

function compare({ summary: a }, { summary: b }) {
  const [x, y] = [value(a, sorting.key), value(b, sorting.key)];
  // What is missing comes last either way.
  if (x === undefined || y === undefined || x === null || y === null) {
    return (x === undefined || x === null) - (y === undefined || y === null) || order(a.path, b.path);
  }
  const result = typeof x === "string" ? order(x, y) : x - y;
  return (sorting.isDown ? -result : result) || order(b.path, a.path);
}

const order = new Intl.Collator("en", { numeric: true }).compare;

function makeTable() {
  const table = el("table", { "aria-label": "Runs" }, el("thead"), el("tbody"));
  document.getElementById("run-table").replaceChildren(table);
  return table;
}

function drawHead(table) {
  const heads = [...fixed, ...columns.map((key) => ({ key, label: key.replaceAll("_", " ") })), ...last];
  const acts = el("th", { scope: "col", class: "left" }, el("span", { class: "hidden" }, "What can be done"));
  const list = heads.map((head) => el("th", {
      scope: "col", class: (head.isText ? "left" : "") + (head.key === "name" ? " name" : ""), "data-key": head.key,
      "aria-sort": head.key === sorting.key ? (sorting.isDown ? "descending" : "ascending") : null,
    }, el("button", { type: "button", onclick: () => sort(head.key, head.isText) }, head.label + mark(head.key))));
  list.splice(2, 0, acts);
  table.tHead.replaceChildren(el("tr", {}, el("th", { scope: "col", class: "left" }, el("span", { class: "hidden" }, "Compare")), ...list));
}

function mark(key) {
  return key === sorting.key ? (sorting.isDown ? " ▾" : " ▴") : "";
}

function sort(key, isText) {
  sorting = { key, isDown: sorting.key === key ? !sorting.isDown : !isText };
  const table = document.querySelector("#run-table table");
  drawHead(table);
  table.querySelector(`th[data-key="${CSS.escape(key)}"] button`).focus();
  drawTable();
}

function drawRow(run) {
  const { summary } = run;
  if (!run.row) {
    run.box = el("input", { type: "checkbox", "aria-label": `Compare ${summary.path}` });
    run.box.addEventListener("change", () => toggle(summary.path, run.box.checked));
    run.row = el("tr", { "data-path": summary.path });
    run.row.addEventListener("click", (event) => {
      if (event.target.closest("a, button, input")) return;
      toggle(summary.path, !chosen.includes(summary.path), !event.ctrlKey && !event.metaKey && !event.shiftKey);
    });
    run.isOld = true;
  }
  const place = chosen.indexOf(summary.path);
  if (run.isOld || run.place !== place) {
    run.box.checked = place >= 0;
    run.row.setAttribute("aria-selected", place >= 0);
    const focus = run.row.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    run.row.replaceChildren(...cells(run, place));
    if (focus) run.row.querySelector(`[data-act="${focus}"]`)?.focus({ preventScroll: true });
    run.isOld = false;
    run.place = place;
  }
}

function cells({ summary, box }, place) {
  const name = el("td", { class: "left name", title: summary.path }, place >= 0 && chosen.length > 1 ? key(place) : null, summary.path,
    ...summary.faults.map((fault) => el("div", { class: "fault" }, fault)));
  const epochs = el("td", {}, summary.epochs.toLocaleString("en"));
  if (summary.planned && summary.state === "running") {
    epochs.append(` / ${summary.planned.toLocaleString("en")}`, el("progress", { max: summary.planned, value: summary.epochs, "aria-label": "Epochs" }));
  }
  const acts = el("td", { class: "left" });
  if (summary.report) {
    acts.append(el("a", { href: `/report?path=${encodeURIComponent(summary.path)}`, target: "_blank", rel: "noopener", "data-act": "report" }, "Report"));
  }
  if (summary.state === "running" && !summary.folds) {
    acts.append(el("button", { type: "button", class: "small", "data-act": "stop", disabled: summary.stopping, onclick: () => stop(summary.path) },
      summary.stopping ? "Stopping…" : "Stop after this epoch"));
  }
  box.dataset.act = "box";
  return [el("td", { class: "left" }, box), name, el("td", { class: "left" }, el("span", { class: `state ${summary.state}` }, summary.state)), acts,
    el("td", { class: "left" }, summary.data), epochs,
    ...columns.map((column) => el("td", {}, short(summary.figures[column]))),
    el("td", {}, when(summary.started)), el("td", {}, duration(summary.seconds))];
}

function when(seconds) {
  if (!seconds) return "–";
  const date = new Date(seconds * 1000);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) : date.toLocaleDateString();
}

async function stop(path) {
  try {
    await ask("/api/stop", { path });
    const run = runs.get(path);
    if (run) {
      run.summary.stopping = true;
      run.isOld = true;
    }
    schedule();
  } catch (error) {
    tell(error.message);
  }
}

// Which runs are looked at

function key(place) {
  return el("span", { class: `key c${place % 6} dash${Math.floor(place / 6) % 4}`, "aria-hidden": "true" });
}

function toggle(path, isOn, isAlone = false) {
  hasChosen = true;
  if (isAlone && isOn) chosen.length = 0;
  const place = chosen.indexOf(path);
  if (isOn && place < 0) chosen.push(path);
  if (!isOn && place >= 0) chosen.splice(place, 1);
  if (chosen.length > 24) {
    tell("24 runs are the most that can be told apart");
    chosen.splice(24);
  }
  choose();
}

function choose() {
  for (const run of runs.values()) run.isOld ||= run.place >= 0;
  for (const path of chosen) if (!runs.get(path)?.curves) load(path);
  schedule();
  drawCurves();
  showSettings();
}

// Curves

let isCurvesScheduled = false;

function scheduleCurves() {
  if (isCurvesScheduled) return;
  isCurvesScheduled = true;
  requestAnimationFrame(() => {
    isCurvesScheduled = false;
    drawCurves();
  });
}

/** Which figures share a chart: those of training and validation. */
function chartOf(column) {
  if (column.startsWith("change_")) return "weight changes";
  return column.replace(/^val(idation)?_/, "");
}

function drawCurves() {
  const place = document.getElementById("curves");
  const isLog = document.getElementById("log-scale").checked;
  document.getElementById("curve-bar").hidden = !chosen.length;
  document.getElementById("curve-title").textContent = chosen.length === 1 ? chosen[0] : `${chosen.length} runs compared`;
  const series = new Map();
  chosen.forEach((path, index) => {
    for (const [column, curve] of Object.entries(runs.get(path)?.curves?.columns ?? {})) {
      const chart = chartOf(column);
      if (chart === "weight changes" && chosen.length > 1) continue;
      // No penalty was asked for.
      if (chart === "penalty" && curve.y.every((value) => value === 0)) continue;
      if (!series.has(chart)) series.set(chart, []);
      const list = series.get(chart);
      const isValidation = /^val(idation)?_/.test(column);
      const style = chosen.length === 1
        ? { name: column.startsWith("change_") ? column.slice(7) : isValidation ? "validation" : "training", color: list.length, dash: Math.floor(list.length / 6) }
        : { name: `${path}${isValidation ? " (validation)" : ""}`, color: index % 6, dash: isValidation || !hasValidation(path, column) ? Math.floor(index / 6) : 1 };
      list.push({ ...style, ...curve });
    }
  });
  const wanted = [...series.keys()].sort((a, b) => rank(a) - rank(b) || order(a, b));
  for (const [name, chart] of charts) {
    if (series.has(name)) continue;
    chart.figure.remove();
    charts.delete(name);
  }
  for (const name of wanted) {
    if (!charts.has(name)) charts.set(name, new Chart(name.replaceAll("_", " ")));
    charts.get(name).show(series.get(name), isLog);
  }
  const figures = wanted.map((name) => charts.get(name).figure);
  if (figures.length !== place.children.length || figures.some((figure, i) => place.children[i] !== figure)) place.replaceChildren(...figures);
  drawLegend();
}

function hasValidation(path, column) {
  const all = runs.get(path)?.curves?.columns ?? {};
  return `val_${column}` in all || `validation_${column}` in all;
}

const first = ["loss", "accuracy"];
const late = ["learning_rate", "gradient_norm", "weight changes", "seconds", "penalty"];

function rank(name) {
  if (first.includes(name)) return first.indexOf(name);
  return late.includes(name) ? 100 + late.indexOf(name) : 10;
}

function drawLegend() {
  const items = chosen.length === 1
    ? [["training", 0, 0], ["validation", 1, 0]].map(([name, color, dash]) => [name, color, dash])
    : chosen.map((path, index) => [path, index % 6, Math.floor(index / 6)]);
  document.getElementById("legend").replaceChildren(...(chosen.length ? items : []).map(([name, color, dash]) =>
    el("li", {}, el("span", { class: `key c${color} dash${dash % 4}`, "aria-hidden": "true" }), name)),
  ...(chosen.length > 1 ? [el("li", { class: "quiet" }, "dashed: training, where there is validation")] : []));
}

// Settings

/** The top entries of a config file, each with its text. */
export function entries(yaml) {
  const map = new Map();
  let name = null;
  for (const line of (yaml ?? "").split("\n")) {
    const head = /^([A-Za-z][\w-]*):(.*)$/.exec(line);
    if (head) {
      name = head[1];
      map.set(name, head[2].replace(/\s+#.*$/, "").trim());
    } else if (name && line.trim() && !line.startsWith("#")) {
      map.set(name, `${map.get(name)}\n${line}`.trim());
    }
  }
  return map;
}

function showSettings() {
  const place = document.getElementById("settings");
  const known = chosen.filter((path) => runs.get(path)?.curves?.configuration);
  const maps = known.map((path) => entries(runs.get(path).curves.configuration));
  const names = [...new Set(maps.flatMap((map) => [...map.keys()]))];
  const differing = names.filter((name) => new Set(maps.map((map) => map.get(name) ?? "–")).size > 1);
  const shown = maps.length > 1 ? differing : names;
  if (!maps.length) {
    place.replaceChildren();
    return;
  }
  const title = maps.length === 1 ? "Settings" : differing.length ? "Settings that differ" : "All settings are the same";
  const table = el("div", { class: "scroll settings" }, el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "setting"), ...known.map((path) => el("th", { scope: "col" }, path)))),
    el("tbody", {}, ...shown.map((name) => el("tr", {}, el("th", { scope: "row" }, name),
      ...maps.map((map) => el("td", {}, map.get(name) ?? "–")))))));
  const wasOpen = place.querySelector("details")?.open ?? false;
  place.replaceChildren(maps.length === 1
    ? el("details", { open: wasOpen }, el("summary", {}, title), table)
    : el("div", { class: "settings" }, el("h2", {}, title), shown.length ? table : null));
}
