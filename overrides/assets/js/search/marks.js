// Text with the words that were searched for marked, as nodes: what papers say is never HTML.

import { fold, stem } from "./words.js";

const LONGEST = 95;
const BEFORE = 12;
const AROUND = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su;

function isWanted(word, bases) {
  const parts = [word, ...word.split(/[^\p{L}\p{N}]+/u)].map(fold);
  return bases.some((base) => parts.some((part) => part.startsWith(base)));
}

/** `text` as nodes, marked; of a long one, the words around the first that is marked. */
export function marked(text, words) {
  const bases = words.map(stem);
  let spaced = text.split(/\s+/u).filter(Boolean);
  let before = "";
  let after = "";
  if (spaced.length > LONGEST) {
    const first = spaced.findIndex((word) => isWanted(word, bases));
    const from = first + BEFORE < LONGEST ? 0 : first - BEFORE;
    before = from ? "… " : "";
    after = from + LONGEST < spaced.length ? " …" : "";
    spaced = spaced.slice(from, from + LONGEST);
  }
  const nodes = [before];
  spaced.forEach((word, place) => {
    if (place) nodes.push(" ");
    if (isWanted(word, bases)) {
      const [, opening, letters, closing] = word.match(AROUND);
      const mark = document.createElement("mark");
      mark.textContent = letters;
      nodes.push(opening, mark, closing);
    } else {
      nodes.push(word);
    }
  });
  return [...nodes, after];
}

/** `A`, `A and B`, `A and 3 others`, as on every card of the site. */
export function shortAuthors({ authors = "", more = "0" }) {
  const names = authors.split(", ").filter(Boolean);
  const total = names.length + Number(more);
  if (!names.length) return total ? `${total} ${total === 1 ? "author" : "authors"}` : "";
  if (total <= 2 && names.length === total) return names.join(" and ");
  return `${names[0]} and ${total === 2 ? "1 other" : `${total - 1} others`}`;
}
