// The papers that a page lists or is about, as its Markdown laid them out.

const SEPARATOR = " · ";
const PATH = /^papers\/([^/]+)\/$/;

/**
 * Each paper of a list: {id, title, about, link, place}. `link` is its title, `place` the
 * element that ends with its facts.
 */
export function listed(root) {
  const links = document.querySelectorAll(
    'article h3 > a[href], [data-kind="papers"] article li > a[href]',
  );
  return [...links].flatMap((link) => {
    const id = idOf(link.href, root);
    const heading = link.closest("h3");
    const place = heading ? heading.nextElementSibling : link.parentElement;
    if (!id || !place?.matches("p, li")) return [];
    return [{ id, title: words(link.textContent), about: facts(place, link), link, place }];
  });
}

/** The paper that the page is about, without a link or a place. */
export function shown(root) {
  const heading = document.querySelector("article h1");
  const about = [];
  let next = heading.nextElementSibling;
  for (; next && !next.matches("div, h2"); next = next.nextElementSibling)
    if (next.matches("p")) about.push(facts(next));
  return {
    id: idOf(location.href, root),
    title: words(heading.textContent),
    about: about.filter(Boolean).join(SEPARATOR),
  };
}

/** The address of a paper's page. */
export const addressOf = (id, root) => new URL(`papers/${encodeURIComponent(id)}/`, root).href;

function idOf(href, root) {
  const { origin, pathname } = new URL(href, location.href);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return "";
  const id = PATH.exec(pathname.slice(root.pathname.length))?.[1];
  return id ? decodeURIComponent(id) : "";
}

/** The words of a line of facts up to its links: authors and date. */
function facts(line, title) {
  let text = "";
  for (const node of line.childNodes) {
    if (node === title) continue;
    if (node.nodeType !== Node.TEXT_NODE) break;
    text += node.textContent;
  }
  return words(text).split("·").map(words).filter(Boolean).join(SEPARATOR);
}

const words = (text) => text.replaceAll(/\s+/gu, " ").trim();
