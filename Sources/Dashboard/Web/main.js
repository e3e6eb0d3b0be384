// Which view is shown; each begins its work when it is first looked at.

import { startRuns } from "./runs.js";
import { startDraw } from "./draw.js";
import { startPlayground } from "./playground.js";

const views = { runs: startRuns, draw: startDraw, playground: startPlayground };
const started = new Set();

function show() {
  const wanted = location.hash.slice(1).split(/[=?]/)[0];
  const name = wanted in views ? wanted : "runs";
  for (const other of Object.keys(views)) {
    document.getElementById(`${other}-view`).hidden = other !== name;
    const link = document.querySelector(`nav a[href="#${other}"]`);
    if (other === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${name[0].toUpperCase()}${name.slice(1)} · Descent`;
  if (!started.has(name)) {
    started.add(name);
    views[name](document.getElementById(`${name}-view`));
  } else {
    document.getElementById(`${name}-view`).dispatchEvent(new Event("shown"));
  }
}

addEventListener("hashchange", show);
show();
