// The page of a paper: its buttons beside the ways to it, and its citation, copied with one click.

import { button, copyButton, el, say } from "./dom.js";
import { keysOf, listed, marks, refresh, shown, toggle } from "./papers.js";

const BLOCK = "article code.language-bibtex";

/** Sets up the page; gives back what keys do on it. */
export function paperPage(store, root) {
  const paper = shown();
  const others = listed(root);
  store.moved([paper]);
  const line = marks(store, paper, { worded: true });
  const copy = citation();
  if (copy) line.append(button("Copy citation", copy));
  const buttons = document.querySelector("article .buttons"); // a paper that leads nowhere has none yet
  (buttons.querySelector("p") ?? buttons.appendChild(el("p"))).append(line);
  const show = () => refresh(store, paper, line);
  store.addEventListener("change", show);
  show();
  return {
    ...keysOf(store, () => others),
    s: () => toggle(store, paper, "saved"),
    m: () => toggle(store, paper, "read"),
    ...(copy && { c: copy }),
  };
}

/** Puts a button at the citation; gives back the way to copy it, or null where none is shown. */
function citation() {
  const code = document.querySelector(BLOCK);
  if (!code) return null;
  const [made, copy] = copyButton("Citation", {}, () => code.textContent.trim(), () => select(code));
  const block = code.closest("pre");
  const around = el("div", { class: "citation" });
  block.before(around);
  around.append(made, block);
  return copy;
}

function select(code) {
  getSelection().selectAllChildren(code);
  say("The citation is selected: copy it with your browser.");
}
