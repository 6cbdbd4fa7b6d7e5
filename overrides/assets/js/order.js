// Beside the order of a page's rows, which stand in sections, one for this reader.

import { button, el, say } from "./dom.js";

/** Offers to have the rows among `papers` ranked; the keys of the page go by what is shown. */
export function offerOrder(store, root, papers) {
  const rows = papers.filter(({ box }) => box?.matches(".row"));
  if (!rows.length) return;
  const homes = rows.map(({ box }) => box.parentNode);
  const columns = [el("div", { class: "col" }), el("div", { class: "col" })];
  const listed = button({ "aria-pressed": "true" }, "listed");
  const forYou = button({ "aria-pressed": "false" }, "for you");
  const isBefore = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;

  const place = (placed, isRanked) => {
    const into = (at) => (isRanked ? columns[Number(at >= placed.length / 2)] : homes[at]);
    placed.forEach(({ box }, at) => into(at).append(box));
    papers.sort((one, other) => (isBefore(one.link, other.link) ? -1 : 1));
    document.querySelector("article").classList.toggle("is-ranked", isRanked);
    listed.setAttribute("aria-pressed", String(!isRanked));
    forYou.setAttribute("aria-pressed", String(isRanked));
  };

  document.querySelector(".sec, .year").before(el("div", { class: "cols ranked" }, ...columns));
  document.querySelector(".sub p").append(
    el("span", { class: "order", role: "group", "aria-label": "Order" }, listed, " ", forYou),
  );
  listed.addEventListener("click", () => place(rows, false));
  forYou.addEventListener("click", async () => {
    const { FAILED, orderedFor } = await import("./foryou.js");
    await orderedFor(store, root, rows).then((placed) => place(placed, true), () => say(FAILED));
  });
}
