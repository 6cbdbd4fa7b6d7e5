// The page of a paper: its buttons beside the ways to it, and its citation.

import { citation } from "./cite.js";
import { button, el } from "./dom.js";
import { marks, refresh, toggleByKey } from "./marks.js";
import { keysOf } from "./list.js";
import { listed, shown } from "./papers.js";

/** Sets up the page; gives back what keys do on it. */
export function paperPage(store, root) {
  const paper = shown();
  const others = listed(root);
  store.moved([paper]);
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
  const { j, k, o } = keysOf(() => others);
  return {
    j,
    k,
    o,
    s: () => toggleByKey(store, paper, "saved"),
    m: () => toggleByKey(store, paper, "read"),
    ...(copy && { c: copy }),
  };
}

/** The row of buttons; a paper that leads nowhere has none yet. */
function row() {
  return document.querySelector("article .buttons p") ?? made();
}

function made() {
  const line = el("p");
  document.querySelector("article .buttons").append(line);
  return line;
}
