// What a reader would like to see: papers as lists of words, ranked by how much more they have of
// the words of what was kept than papers have on the whole. Nothing here knows a page.

import { numbers } from "./search/index.js";
import { STOP_WORDS, WORD, fold, pieces, stem } from "./search/words.js";

const READ = 0.5; // what was read only counts against what was saved
const LESS = 0.5;
const SHOWN = 3;

/** The stems and pairs of stems in `text`, as generator/views/words.py has them. */
export function terms(text) {
  const said = (text.match(WORD) ?? []).flatMap((form) => {
    if (form > "\u3000") return [...new Set([...pieces(form).parts, [...form].at(-1)])];
    const word = fold(form);
    return word.length > 1 && !STOP_WORDS.has(word) ? [stem(word)] : [""];
  });
  const pairs = said.slice(1).map((word, at) => (word && said[at] ? `${said[at]} ${word}` : ""));
  return new Set([...said, ...pairs].filter(Boolean));
}

/** The papers of a quarter's file: {number, words}, words as places in the vocabulary. */
export function papersOf({ papers, words }) {
  const steps = numbers(words);
  let number = 0;
  let at = 0;
  return numbers(papers).map((step) => {
    number += step;
    const end = at + 1 + steps[at];
    let place = 0;
    const places = steps.slice(at + 1, end).map((next) => (place += next));
    at = end;
    return { number, words: places };
  });
}

/**
 * What a reader leans to, by place in the vocabulary. `kept` are {words, saved, read, less} with
 * words as places, `papers` all that are to be ranked, `rarity` that of each word.
 */
export function leaning(kept, papers, rarity) {
  const wanted = kept.filter(({ less }) => !less);
  const weights = wanted.map(({ saved }) => (saved ? 1 : READ));
  const less = kept.filter((paper) => paper.less);
  const found = mean(wanted, weights, rarity);
  const all = mean(papers, papers.map(() => 1), rarity);
  const unwanted = mean(less, less.map(() => 1), rarity);
  return found.map((weight, place) => weight - all[place] - LESS * unwanted[place]);
}

/** `papers`, best first, each with its `score`: how far it points where the reader leans. */
export function ranked(papers, leaning, rarity) {
  const scored = papers.map((paper) => {
    const length = lengthOf(paper.words, rarity);
    const score = paper.words.reduce((sum, place) => sum + rarity[place] * leaning[place], 0) / length;
    return { ...paper, score };
  });
  return scored.sort((one, other) => other.score - one.score || one.number - other.number);
}

/**
 * Of `places` those of the words that speak most, `most` at most. A pair says more than its words,
 * which are not named beside it; `stems` are all of the vocabulary.
 */
export function why(places, leaning, rarity, stems, most = SHOWN) {
  const parts = (place) => stems[place].split(" ");
  const worth = (place) => rarity[place] * leaning[place] * parts(place).length;
  const chosen = [];
  const named = new Set();
  for (const place of places.filter((each) => worth(each) > 0).sort((a, b) => worth(b) - worth(a))) {
    if (chosen.length === most) break;
    if (parts(place).some((stem) => named.has(stem))) continue;
    chosen.push(place);
    parts(place).forEach((stem) => named.add(stem));
  }
  return chosen;
}

/** The mean of papers as vectors of one length. */
function mean(papers, weights, rarity) {
  const sum = new Array(rarity.length).fill(0);
  let total = 0;
  papers.forEach(({ words }, at) => {
    total += weights[at];
    const length = lengthOf(words, rarity);
    for (const place of words) sum[place] += (weights[at] * rarity[place]) / length;
  });
  return total ? sum.map((weight) => weight / total) : sum;
}

const lengthOf = (words, rarity) =>
  Math.sqrt(words.reduce((sum, place) => sum + rarity[place] * rarity[place], 0)) || 1;
