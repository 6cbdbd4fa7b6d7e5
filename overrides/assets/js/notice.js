// One line at the foot of the window that says what happened, to eyes and screen readers alike.

import { button, el } from "./dom.js";

const SHOWN = 6000;

const words = el("span", { role: "status" });
const ways = el("span");
const line = el("div", { class: "notice", hidden: true }, words, ways);
let hiding;
let offered;

/**
 * Says `text`. With `undo` it offers to undo and stays until answered; without, it goes after
 * some seconds.
 */
export function say(text, undo) {
  document.body.append(line);
  clearTimeout(hiding);
  offered = undo;
  line.hidden = false;
  words.textContent = text;
  ways.replaceChildren(...(undo ? answers() : []));
  if (!undo) hiding = setTimeout(hide, SHOWN);
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
  line.hidden = true;
  words.textContent = "";
}
