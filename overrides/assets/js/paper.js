// The page of a paper: its buttons beside the ways to it, and its citation.

import { citation } from "./cite.js";
import { button, el } from "./dom.js";
import { marks, refresh, toggleByKey } from "./marks.js";
import { shown } from "./papers.js";

/** Sets up the page; gives back what keys do on it. */
export function paperPage(store, root) {
  const paper = shown(root);
  const line = marks(store, paper, { worded: true });
  const copy = citation();
  if (copy) {
    const cite = button({}, "Copy citation");
    cite.addEventListener("click", copy);
    line.append(cite);
  }
  row().append(line);
  const show = () => refresh(store, paper, line);
  store.addEventListener("change", show);
  show();
  return {
    s: () => toggleByKey(store, paper, "saved"),
    m: () => toggleByKey(store, paper, "read"),
    ...(copy && { c: copy }),
  };
}

/** The row of buttons; a paper that leads nowhere has none yet. */
function row() {
  const there = document.querySelector("article .buttons p");
  if (there) return there;
  const made = el("p");
  const before = document.querySelector("article :is(.summary, h2)");
  before.before(el("div", { class: "buttons" }, made));
  return made;
}
