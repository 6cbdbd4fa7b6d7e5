// Elements made of text, never of markup.

const SVG = "http://www.w3.org/2000/svg";

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
