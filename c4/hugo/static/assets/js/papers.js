// The papers that a page lists or is about, found by their classes and data
// (templates/_parts.md.j2); the buttons "Save" and "Mark as read", that say what the store has;
// the keys that go from one paper to the next.

import { button, el, icon, say } from "./dom.js";

const PATH = /^papers\/([^/]+)\/$/;

/**
 * Each paper of a list: {id, title, about, gist, topic, code, link, place, box}. `link` is its
 * title, `place` where its buttons go and `box` what holds all of it; a paper that is only
 * named, as in a table, has neither of these two.
 */
export function listed(root) {
  const boxes = [...document.querySelectorAll("article :is(.row, .lead)")];
  const papers = boxes.map((box) => inBox(box, root));
  const known = new Set(papers.map(({ link }) => link));
  for (const link of document.querySelectorAll("article :is(li, td) > a[href]")) {
    const id = known.has(link) ? "" : idOf(link.href, root);
    if (id) papers.push({ id, title: words(link), about: "", link });
  }
  return papers;
}

/** The paper that `page` is about, without a link or a place. */
export function shown(page = document) {
  const box = page.querySelector("article .about[data-paper]");
  return {
    id: decodeURIComponent(box.dataset.paper),
    ...kept(box),
    title: words(page.querySelector("article h1")),
    about: aboutOf(box, ".by", ".when"),
    gist: box.dataset.gist ?? "",
    code: page.querySelector('article .buttons [data-link="code"]')?.href ?? "",
  };
}

/** The address of a paper's page. */
export const addressOf = (id, root) => new URL(`papers/${encodeURIComponent(id)}/`, root).href;

function inBox(box, root) {
  const link = box.querySelector("h3 a");
  return {
    id: idOf(link.href, root),
    ...kept(box),
    title: words(link),
    about: aboutOf(box, ".by", ".month"),
    gist: words(box.querySelector("summary .gist")),
    code: box.querySelector('[data-link="code"]')?.href ?? "",
    link,
    place: box.querySelector(".facts"),
    box,
  };
}

const aboutOf = (box, ...parts) =>
  parts.map((part) => words(box.querySelector(part))).filter(Boolean).join(" · ");

function kept(box) {
  const { aliases, added = "", topic = "" } = box.dataset;
  const former = (aliases ?? "").split(" ").filter(Boolean);
  return { former: former.map(decodeURIComponent), added, topic };
}

function idOf(href, root) {
  const { origin, pathname } = new URL(href, location.href);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return "";
  const id = PATH.exec(pathname.slice(root.pathname.length))?.[1];
  return id ? decodeURIComponent(id) : "";
}

const words = (element) => (element?.textContent ?? "").replaceAll(/\s+/gu, " ").trim();

const KINDS = {
  saved: { name: "Save", done: "Saved", undone: "No longer saved", paths: ["M6 4h12v16l-6-4.5L6 20z"] },
  read: {
    name: "Mark as read",
    done: "Marked as read",
    undone: "Marked as not read",
    paths: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M8 12.3l2.8 2.7 5-5.5"],
  },
};

let warned = false;

/** Sets the mark where it is not, takes it away where it is; says so, `aloud`, where a key did it. */
export function toggle(store, paper, mark, aloud = true) {
  const on = !store.paper(paper.id)[mark];
  store.mark(paper.id, mark, on, paper);
  if (on && paper.link && !paper.box) complete(store, paper, mark);
  warn(store);
  if (aloud && store.lasting) say(on ? KINDS[mark].done : KINDS[mark].undone);
}

/** Adds to what is kept of a paper that is only named what its page says. */
async function complete(store, { id, link }, mark) {
  const page = await pageFrom(link.href);
  if (page.querySelector("[data-paper]") && store.paper(id)[mark]) store.mark(id, mark, true, shown(page));
}

/** The page at `address`; an empty one where there is none, or no network. */
export const pageFrom = async (address) => new DOMParser().parseFromString(await textAt(address), "text/html");

/** What stands at `address`; nothing where there is none, or no network. */
export const textAt = (address) =>
  fetch(address).then(async (answer) => (answer.ok ? (await answer.text()).trim() : "")).catch(() => "");

/** Says, once a page, that the storage keeps nothing; gives back whether it did. */
export function warn(store) {
  if (store.lasting || warned) return false;
  warned = true;
  say("Your browser keeps nothing for this site: what you mark lasts until you leave the page.");
  return true;
}

/** The buttons of `paper`: icons with names in a list, with their words where `worded`. */
export function marks(store, paper, { worded = false, only = Object.keys(KINDS) } = {}) {
  const buttons = only.map((mark) => markButton(store, paper, mark, worded));
  return el("span", { class: worded ? "marks worded" : "marks" }, ...buttons);
}

/** Shows on `line`, which holds the buttons of `paper`, what the store has. */
export function refresh(store, paper, line) {
  const record = store.paper(paper.id);
  for (const each of line.querySelectorAll("button[data-mark]"))
    each.setAttribute("aria-pressed", String(Boolean(record[each.dataset.mark])));
}

function markButton(store, paper, mark, worded) {
  const { name, paths } = KINDS[mark];
  const named = worded ? {} : { "aria-label": `${name} ${paper.title}`, title: name };
  const attributes = { "data-mark": mark, "aria-pressed": "false", ...named };
  return button([icon(...paths), worded ? name : ""], () => toggle(store, paper, mark, false), attributes);
}

/** Puts the buttons behind the facts of `papers`; gives back what keys do here. */
export function dress(store, papers) {
  store.moved(papers);
  for (const paper of papers) paper.place?.append(" ", marks(store, paper, { only: ["saved"] }));
  const show = () => papers.forEach((paper) => showMarks(store, paper));
  store.addEventListener("change", show);
  show();
  return keysOf(store, () => papers);
}

/** What the keys of a list do, as {key: action}; `papers()` are those there are now. */
export function keysOf(store, papers) {
  const on = (action) => () => {
    const paper = current(papers());
    if (paper) action(paper);
  };
  return {
    j: () => step(papers(), 1),
    k: () => step(papers(), -1),
    o: on((paper) => paper.link.click()),
    s: on((paper) => toggle(store, paper, "saved")),
    m: on((paper) => toggle(store, paper, "read")),
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
