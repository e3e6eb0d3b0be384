// What the parts of the page share. Texts from outside become text nodes here and nothing else.

const token = document.querySelector("meta[name=descent-token]").content;

/** An element: el("td", {class: "left", onclick: f}, "text", other elements). */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const space = "http://www.w3.org/2000/svg";

/** An element of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(space, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
}

/** Asks the server; the answer's JSON, or an Error with its words. */
export async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", body: JSON.stringify(body),
    headers: { "content-type": "application/json", "x-descent-token": token },
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("the page's server can't be reached");
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Error(answer.error ?? response.statusText);
}

let hiding;

/** Says something that went wrong. */
export function tell(text) {
  const place = document.getElementById("alert");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { place.hidden = true; }, 8000);
}

/** A number as people read it: 0.01234, 98.7, 12,000. */
export function short(number) {
  if (number === null || number === undefined || !Number.isFinite(number)) return "–";
  if (number === 0) return "0";
  const size = Math.abs(number);
  if (size >= 1e6 || size < 1e-4) return number.toExponential(2);
  if (Number.isInteger(number)) return number.toLocaleString("en");
  return String(Number(number.toPrecision(size >= 1000 ? 6 : 4)));
}

/** 3.2 s, 4 min 10 s, 2 h 5 min. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 59.5) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A place in the colors of the design, as a number from 0 to 255 each. */
export function color(name) {
  const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map((place) => parseInt(text.slice(place, place + 2), 16) || 0);
}

/** Bytes of a text in base 64. */
export function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Bytes as a text in base 64. */
export function base64(list) {
  let text = "";
  for (let start = 0; start < list.length; start += 4096) {
    text += String.fromCharCode(...list.subarray(start, start + 4096));
  }
  return btoa(text);
}

/** Calls a function again when the colors of the system change. */
export function onColors(draw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
