// The papers that a page lists or is about, found by their classes and data (templates/_parts.md.j2).

const SEPARATOR = " · ";
const PATH = /^papers\/([^/]+)\/$/;

/**
 * Each paper of a list: {id, title, about, gist, topic, code, link, place, box}. `link` is its
 * title, `place` where its buttons go and `box` what holds all of it; a paper that is only
 * named, as in a table, has neither of these two.
 */
export function listed(root) {
  const boxes = [...document.querySelectorAll("article [data-paper]")];
  const papers = boxes.filter((box) => box.matches(".row, .lead")).map((box) => inBox(box));
  const known = new Set(papers.map(({ link }) => link));
  for (const link of document.querySelectorAll("article :is(li, td) > a[href]")) {
    const id = known.has(link) ? "" : idOf(link.href, root);
    if (id) papers.push({ id, title: words(link), about: "", link });
  }
  return papers;
}

/** The paper that the page is about, without a link or a place. */
export function shown() {
  const box = document.querySelector("article .about[data-paper]");
  const about = [".authors", ".dates"].map((part) => words(box.querySelector(part)));
  return {
    ...kept(box),
    title: words(document.querySelector("article h1")),
    about: about.filter(Boolean).join(SEPARATOR),
    gist: box.dataset.gist ?? "",
    code: document.querySelector('article .buttons a[title^="Code on"]')?.href ?? "",
  };
}

/** The address of a paper's page. */
export const addressOf = (id, root) => new URL(`papers/${encodeURIComponent(id)}/`, root).href;

function inBox(box) {
  const link = box.querySelector("h3 a");
  const about = [".by", ".month"].map((part) => words(box.querySelector(part)));
  return {
    ...kept(box),
    title: words(link),
    about: about.filter(Boolean).join(SEPARATOR),
    gist: words(box.querySelector("summary .gist")),
    code: box.querySelector('a[title^="Code on"]')?.href ?? "",
    link,
    place: box.querySelector(".facts"),
    box,
  };
}

function kept(box) {
  const { paper, aliases, added = "", topic = "" } = box.dataset;
  const former = (aliases ?? "").split(" ").filter(Boolean);
  return { id: decodeURIComponent(paper), former: former.map(decodeURIComponent), added, topic };
}

function idOf(href, root) {
  const { origin, pathname } = new URL(href, location.href);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return "";
  const id = PATH.exec(pathname.slice(root.pathname.length))?.[1];
  return id ? decodeURIComponent(id) : "";
}

const words = (element) => (element?.textContent ?? "").replaceAll(/\s+/gu, " ").trim();
