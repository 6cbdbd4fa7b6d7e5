// Beside the order of a page's rows, which stand in sections, one for this reader.

import { button, el, say } from "./dom.js";

/** Offers to have the rows among `papers` ranked; the keys of the page go by what is shown. */
export function offerOrder(store, papers) {
  const rows = papers.filter(({ box }) => box?.matches(".row"));
  if (!rows.length) return;
  const homes = rows.map(({ box }) => box.parentNode);
  const columns = [el("div", { class: "col" }), el("div", { class: "col" })];
  const isBefore = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;

  const place = (placed, isRanked) => {
    const into = (at) => (isRanked ? columns[Number(at >= placed.length / 2)] : homes[at]);
    placed.forEach(({ box }, at) => into(at).append(box));
    papers.sort((one, other) => (isBefore(one.link, other.link) ? -1 : 1));
    document.querySelector("article").classList.toggle("is-ranked", isRanked);
    listed.setAttribute("aria-pressed", String(!isRanked));
    forYou.setAttribute("aria-pressed", String(isRanked));
  };

  const rank = async () => {
    const { FAILED, orderedFor } = await import("./foryou.js");
    await orderedFor(store, rows).then((placed) => place(placed, true), () => say(FAILED));
  };
  const listed = button("listed", () => place(rows, false), { "aria-pressed": "true" });
  const forYou = button("for you", rank, { "aria-pressed": "false" });
  document.querySelector(".sec, .year").before(el("div", { class: "cols ranked" }, ...columns));
  document.querySelector(".sub p").append(
    el("span", { class: "order", role: "group", "aria-label": "Order" }, listed, " ", forYou),
  );
}
