// The citation of a paper, on the clipboard with one click.

import { button, el } from "./dom.js";
import { say } from "./notice.js";

const BLOCK = "article code.language-bibtex";
const SHOWN = 3000;

/** Puts a button at the citation; gives back the way to copy it, or null where none is shown. */
export function citation() {
  const code = document.querySelector(BLOCK);
  if (!code) return null;
  const made = button({ class: "copy" }, "Copy");
  const copy = () => copied(code, made);
  made.addEventListener("click", copy);
  const block = code.closest("pre");
  const around = el("div", { class: "citation" });
  block.before(around);
  around.append(made, block);
  return copy;
}

async function copied(code, shown) {
  if (await isCopied(code)) {
    say("Citation copied");
    shown.textContent = "Copied";
    setTimeout(() => (shown.textContent = "Copy"), SHOWN);
  } else {
    say("The citation is selected: copy it with your browser.");
  }
}

/** Through the clipboard, else by selecting; where neither may, the selection stays. */
async function isCopied(code) {
  try {
    await navigator.clipboard.writeText(code.textContent.trim());
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return document.execCommand("copy");
  }
}
