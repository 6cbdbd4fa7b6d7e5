// The page of a paper: its buttons beside the ways to it, and its citation, copied with one click.

import { button, copyButton, el, say } from "./dom.js";
import { keysOf, listed, marks, refresh, shown, toggleByKey } from "./papers.js";

const BLOCK = "article code.language-bibtex";

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
  const { j, k, o } = keysOf(store, () => others);
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
  const buttons = document.querySelector("article .buttons");
  if (!buttons.querySelector("p")) buttons.append(el("p"));
  return buttons.querySelector("p");
}

/** Puts a button at the citation; gives back the way to copy it, or null where none is shown. */
function citation() {
  const code = document.querySelector(BLOCK);
  if (!code) return null;
  const text = () => code.textContent.trim();
  const [made, copy] = copyButton("Citation", {}, text, () => isSelected(code));
  const block = code.closest("pre");
  const around = el("div", { class: "citation" });
  block.before(around);
  around.append(made, block);
  return copy;
}

/** Copied by selecting; where the browser forbids that too, the selection stays. */
function isSelected(code) {
  getSelection().selectAllChildren(code);
  if (document.execCommand("copy")) return true;
  say("The citation is selected: copy it with your browser.");
  return false;
}
