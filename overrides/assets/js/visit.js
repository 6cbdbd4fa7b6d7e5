// What is new since this reader's last visit, as far as this browser knows: the newest day that
// it has seen. What is rarer is marked: what is new, or else what is not.

import { count } from "./dom.js";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** Marks `papers` of the front page, and says how many are new. */
export function markNew(papers, root) {
  const said = document.querySelector("[data-new]");
  const dated = papers.filter(({ added }) => added);
  if (!said || !dated.length) return;
  const newest = dated.map(({ added }) => added).reduce((one, other) => (one > other ? one : other));
  const seen = lastSeen(`digest-seen:${root.pathname}`, newest);
  if (!seen) return;
  const fresh = papers.filter(({ added }) => added > seen);
  if (!fresh.length) return;
  said.textContent = `${count(fresh.length, "new paper")} since ${DAY.format(new Date(seen))}`;
  said.hidden = false;
  const isRare = fresh.length * 2 < papers.length;
  for (const { box, added } of papers)
    if (added > seen === isRare) box?.classList.add(isRare ? "is-new" : "is-old");
}

/** The newest day that was here at the last visit: a visit is what one tab sees in a session. */
function lastSeen(key, newest) {
  try {
    const seen = sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? "";
    sessionStorage.setItem(key, seen);
    if (!(localStorage.getItem(key) > newest)) localStorage.setItem(key, newest);
    return seen;
  } catch {
    return ""; // storage is switched off: nobody was here before
  }
}
