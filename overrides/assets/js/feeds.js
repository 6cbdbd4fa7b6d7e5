// The page of the feeds: a button beside each that copies its address.

import { copyButton } from "./copy.js";
import { say } from "./notice.js";

/** Puts the buttons in; the page has no keys of its own. */
export function feedsPage() {
  for (const row of document.querySelectorAll("article tbody tr")) {
    const followed = row.cells[0].textContent.trim();
    for (const link of row.cells[1].querySelectorAll("a")) {
      const named = { "aria-label": `Copy the address of ${followed} as ${link.textContent.trim()}` };
      const [made] = copyButton("Address", named, () => link.href, () => shown(link.href));
      link.after(" ", made);
    }
  }
  return {};
}

function shown(address) {
  say(`Copy this address: ${address}`);
  return false;
}
