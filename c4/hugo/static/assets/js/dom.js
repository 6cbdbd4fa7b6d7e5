// What scripts put on a page: elements made of text, never of markup; the line that says what
// happened; a button that copies.

const SVG = "http://www.w3.org/2000/svg";
const NOTICE = 6000;
const COPIED = 3000;

/** An element with attributes and children; `true` sets an attribute, `false` leaves it out. */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** A quiet button that says `words`, or shows them and an icon as a list, and does what it is for. */
export function button(words, does, attributes = {}) {
  const made = el("button", { type: "button", ...attributes }, ...[words].flat());
  made.addEventListener("click", does);
  return made;
}

/** A dialog with a title, whose `id` names it, and a button that closes it; it is yet to be shown. */
export function dialog(id, title, attributes, ...children) {
  const named = { "aria-labelledby": id, ...attributes };
  return document.body.appendChild(el("dialog", named, el("h2", { id }, title), ...children));
}

/** An icon of strokes on a grid of 24, hidden from screen readers: its button has the name. */
export function icon(...paths) {
  const strokes = paths.map((d) => filled(document.createElementNS(SVG, "path"), { d }, []));
  const box = { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true" };
  return filled(document.createElementNS(SVG, "svg"), box, strokes);
}

/** "1 paper", "2 papers". */
export const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** An ISO date, or as much of one as is known, in words: "30 Sep 2024", "Sep 2024", "2024". */
export function brief(date) {
  const [year, month, day] = date.split("-").map(Number);
  return [day, MONTHS[month - 1], year].filter(Boolean).join(" ");
}

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

(document.querySelector("footer") ?? document.body).append(
  el("div", { class: "notice" }, words, ways),
);

/**
 * Says `text`. With `undo` it offers to undo and stays until answered; without, it goes after
 * some seconds.
 */
export function say(text, undo) {
  clearTimeout(hiding);
  const answered = (does) => () => {
    say("");
    does?.();
  };
  words.textContent = text;
  ways.replaceChildren(...(undo ? [button("Undo", answered(undo)), button("Close", answered())] : []));
  if (!undo) hiding = setTimeout(say, NOTICE, "");
}

/** A button that copies what `text` gives, named `what`, and the way to do the same by a key.
    `otherwise` helps where the browser lets nobody. */
export function copyButton(what, attributes, text, otherwise) {
  const copy = async () => {
    const isCopied = await navigator.clipboard?.writeText(text()).then(() => true, () => false);
    if (!isCopied) return otherwise();
    say(`${what} copied`);
    made.textContent = "Copied";
    setTimeout(() => (made.textContent = "Copy"), COPIED);
  };
  const made = button("Copy", copy, { class: "copy", ...attributes });
  return [made, copy];
}
