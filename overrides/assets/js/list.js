// Lists: each paper gets its buttons, and the keys go from one to the next.

import { marks, refresh, toggleByKey } from "./marks.js";

/** Puts the buttons behind the facts of `papers`; gives back what keys do here. */
export function dress(store, papers) {
  store.moved(papers);
  for (const paper of papers) paper.place?.append(" ", marks(store, paper, { only: ["saved"] }));
  const show = () => papers.forEach((paper) => showMarks(store, paper));
  store.addEventListener("change", show);
  show();
  return keysOf(
    () => papers,
    (paper) => toggleByKey(store, paper, "saved"),
    (paper) => toggleByKey(store, paper, "read"),
  );
}

/** What the keys of a list do, as {key: action}; `papers()` are those there are now. */
export function keysOf(papers, save, read) {
  const on = (action) => () => {
    const paper = current(papers());
    if (paper) action(paper);
  };
  return {
    j: () => step(papers(), 1),
    k: () => step(papers(), -1),
    o: on((paper) => paper.link.click()),
    s: on(save),
    m: on(read),
  };
}

/** Shows in a list what the store has of `paper`: one that was read is quiet. */
export function showMarks(store, paper) {
  if (paper.place) refresh(store, paper, paper.place);
  (paper.box ?? paper.link).classList.toggle("is-read", Boolean(store.paper(paper.id).read));
}

/** The one of `papers` that has the focus. */
export function current(papers) {
  const at = document.activeElement;
  return papers.find(({ link, box }) => link === at || box?.contains(at));
}

function step(papers, by) {
  const at = papers.indexOf(current(papers));
  const next = papers[at < 0 ? nearest(papers, by) : at + by];
  if (!next) return;
  next.link.focus({ preventScroll: true });
  const { top, bottom } = next.link.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight * 0.8) next.link.scrollIntoView({ block: "center" });
}

/** Without a focus: the first paper in view or below, or the last above; what sticks hides some. */
function nearest(papers, by) {
  const edge = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const below = papers.findIndex(({ link }) => link.getBoundingClientRect().bottom > edge);
  if (by > 0) return below < 0 ? papers.length : below;
  return (below < 0 ? papers.length : below) - 1;
}
