// Text on the clipboard with one click.

import { button } from "./dom.js";
import { say } from "./notice.js";

const SHOWN = 3000;

/** A button that copies what `text` gives, named `what`, and the way to do the same by a key.
    `otherwise` helps where the browser lets nobody; it says whether it could. */
export function copyButton(what, attributes, text, otherwise) {
  const made = button({ class: "copy", ...attributes }, "Copy");
  const copy = async () => {
    if (!(await isCopied(text())) && !otherwise()) return;
    say(`${what} copied`);
    made.textContent = "Copied";
    setTimeout(() => (made.textContent = "Copy"), SHOWN);
  };
  made.addEventListener("click", copy);
  return [made, copy];
}

async function isCopied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
