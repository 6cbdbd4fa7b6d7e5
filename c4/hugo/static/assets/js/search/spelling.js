// Which words of titles and names may have been meant by one that is in no paper.

import { numbers } from "./index.js";
import { stem } from "./words.js";

const LETTERS = /^[a-z]+$/u;

/**
 * The words that `word` may be a misspelling of, the likeliest first: of those that begin like
 * it, and of those that end like it, which are in the index backwards.
 */
export async function corrections(index, word) {
  const most = word.length < 5 || !LETTERS.test(word) ? 0 : word.length < 9 ? 1 : 2;
  if (!most) return [];
  const behind = `~${backwards(word)}`;
  const [starts, ends] = await Promise.all([index.around(word), index.around(behind)]);
  const begun = Object.entries(starts).filter(([term]) => LETTERS.test(term.replace("@", "")));
  const isTitle = ([term, list]) => !term.endsWith("@") && numbers(list).some((step) => step & 1);
  const ofTitles = new Set(begun.filter(isTitle).map(([term]) => stem(term)));
  const papers = new Map();
  for (const [term, list] of begun) {
    if (term.endsWith("@") || ofTitles.has(stem(term))) add(papers, term.replace("@", ""), list.length);
  }
  for (const [term, count] of Object.entries(ends)) {
    if (term.startsWith("~")) add(papers, backwards(term.slice(1)), count);
  }
  return [...papers]
    .filter(([term]) => LETTERS.test(term))
    .map(([term, count]) => [term, distance(word, term, most), count])
    .filter(([term, far]) => far <= most && (word.length > 5 || isSlip(word, term)))
    .sort(([, one, few], [, other, many]) => one - other || many - few)
    .map(([term]) => term);
}

/** Whether two words differ as of a slip of the hand: letters swapped, one too many, one too few. */
export function isSlip(word, other) {
  const sorted = (text) => [...text].sort().join("");
  return distance(word, other, 1) === 1 && (word.length !== other.length || sorted(word) === sorted(other));
}

const backwards = (word) => [...word].reverse().join("");

const add = (papers, term, count) => papers.set(term, Math.max(papers.get(term) ?? 0, count));

/** How many letters must be changed, added, left out or swapped; more than `most` is Infinity. */
function distance(from, to, most) {
  let same = 0;
  while (same < from.length && from[same] === to[same]) same += 1;
  const [left, other] = [from.slice(same), to.slice(same)];
  if (!left && !other) return 0;
  if (most === 0) return Infinity;
  const after = (one, two) => distance(left.slice(one), other.slice(two), most - 1);
  const isSwapped = left.length > 1 && left[0] === other[1] && left[1] === other[0];
  return 1 + Math.min(after(1, 1), after(1, 0), after(0, 1), isSwapped ? after(2, 2) : Infinity);
}
