// The citation of a paper, on the clipboard with one click.

import { copyButton } from "./copy.js";
import { el } from "./dom.js";
import { say } from "./notice.js";

const BLOCK = "article code.language-bibtex";

/** Puts a button at the citation; gives back the way to copy it, or null where none is shown. */
export function citation() {
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
