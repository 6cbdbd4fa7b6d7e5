// What scripts put on a page: elements made of text, never of markup; the line that says what
// happened; a button that copies.

const SVG = "http://www.w3.org/2000/svg";
const NOTICE = 6000;
const COPIED = 3000;

/** An element with attributes and children; `true` sets an attribute, `false` leaves it out. */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** A quiet button; `children` are its text, an icon, or both. */
export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

/** An icon of strokes on a grid of 24, hidden from screen readers: its button has the name. */
export function icon(...paths) {
  const strokes = paths.map((d) => filled(document.createElementNS(SVG, "path"), { d }, []));
  const box = { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true" };
  return filled(document.createElementNS(SVG, "svg"), box, strokes);
}

/** "1 paper", "2 papers". */
export const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

// One line at the foot of the window, for eyes and screen readers alike. It is there from the
// start and shows while it has words: a live region that comes with its words is often not read.
const words = el("span", { role: "status" });
const ways = el("span");
let hiding;
let offered;

(document.querySelector("footer") ?? document.body).append(
  el("div", { class: "notice" }, words, ways),
);

/**
 * Says `text`. With `undo` it offers to undo and stays until answered; without, it goes after
 * some seconds.
 */
export function say(text, undo) {
  clearTimeout(hiding);
  offered = undo;
  words.textContent = text;
  ways.replaceChildren(...(undo ? answers() : []));
  if (!undo) hiding = setTimeout(hide, NOTICE);
}

/** Undoes what the line offers to undo. */
export function takeBack() {
  const undo = offered;
  hide();
  undo?.();
}

function answers() {
  const back = button({}, "Undo");
  back.addEventListener("click", takeBack);
  const close = button({}, "Close");
  close.addEventListener("click", hide);
  return [back, close];
}

function hide() {
  offered = undefined;
  words.textContent = "";
  ways.replaceChildren();
}

/** A button that copies what `text` gives, named `what`, and the way to do the same by a key.
    `otherwise` helps where the browser lets nobody; it says whether it could. */
export function copyButton(what, attributes, text, otherwise) {
  const made = button({ class: "copy", ...attributes }, "Copy");
  const copy = async () => {
    if (!(await isCopied(text())) && !otherwise()) return;
    say(`${what} copied`);
    made.textContent = "Copied";
    setTimeout(() => (made.textContent = "Copy"), COPIED);
  };
  made.addEventListener("click", copy);
  return [made, copy];
}

async function isCopied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
