// One line at the foot of the window that says what happened, to eyes and screen readers alike.
// It is there from the start and shows while it has words: a live region that comes with its
// words is often not read out.

import { button, el } from "./dom.js";

const SHOWN = 6000;

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
  words.textContent = "";
  ways.replaceChildren();
}
