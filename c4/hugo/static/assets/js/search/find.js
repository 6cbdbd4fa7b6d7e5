// What a question finds: papers that have all of its words before those that have most of them,
// rare words counting for more (BM25F, https://doi.org/10.1561/1500000019).

import { authors, weights } from "./index.js";
import { STOP_WORDS, address, joined, pieces, stem } from "./words.js";

const HALF = 2; // the weight at which a word counts for half of what it can
const OTHER_FORM = 0.8;
const FIRST_AUTHOR = 13; // what a name weighs, of the first author
const AUTHOR = 3;
const PAIR = 0.125;
const MOST = 0.3; // of what the best paper has
const FEW = 7;
const MORE = 30;
const WANTED = 10; // papers with a phrase, for which others are read
const AT_ONCE = 20;
const READ = 10; // for each that is wanted, at most
const LONGEST = 24; // words

const ARXIV = /(?<!\d)(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?!\d)/iu;
const DOI = /10\.\d{4,9}\/.+/u;
const ADDRESS = /^(?:https?:\/\/|www\.)|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\//iu;
const LETTER = /^[a-z]$/u;
const CHINESE = /^\p{sc=Han}{2,4}$/u;
const QUOTED = /["“”„]([^"“”„]+)["“”„]/gu;

/**
 * Looks for `text`: `hits`, numbers of papers, the best first, of which the first `strict` have
 * all words; `units`, what was looked for, each as `typed`, with its `terms` and how `rare` it is;
 * `corrected`, pairs of a word and what is looked for in its place; `missing`, the words that
 * no paper has; `topics`, those that have it among their words, whose papers come last. Papers
 * are read for phrases until there are as many as `wanted`: `unread` have yet to be.
 */
export async function find(index, text, wanted = WANTED) {
  const chunks = text.replace(QUOTED, " $1 ").split(/\s+/u).filter(joined).slice(0, LONGEST);
  for (const [at, chunk] of chunks.slice(1).entries()) {
    index.around(joined(chunks[at] + chunk)).catch(() => undefined); // wanted later
  }
  const onTopics = ofTopics(index, text);
  onTopics.catch(() => undefined);
  const { papers } = await index.about();
  const all = (await Promise.all(chunks.map((chunk) => understood(index, chunk)))).flat();
  const telling = all.filter(({ optional }) => !optional);
  const units = telling.length ? telling : all;
  const missing = telling.filter(({ found }) => !found.size);
  const gained = await together(index, all, papers);
  for (const each of units) each.rare = rarity(each, papers);
  const scores = score(units, gained);
  const ranked = [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || one - other);
  const whole = missing.length ? [] : ranked.filter((number) => units.every(({ found }) => found.has(number)));
  const { strict, unread } = await withPhrases(index, text, whole, wanted);
  const hits = new Set(strict);
  if (hits.size < FEW && !unread) {
    const rest = missing.length ? ranked.filter((number) => units.some((unit) => unit.text.has(number))) : ranked;
    const least = MOST * scores.get(rest[0]);
    for (const number of rest) if (scores.get(number) >= least) hits.add(number);
  }
  if (hits.size < FEW && !unread) for (const number of await longer(index, all)) hits.add(number);
  const { topics, numbers } = unread ? { topics: [], numbers: [] } : await onTopics;
  return {
    hits: [...new Set([...[...hits].slice(0, strict.length + MORE), ...numbers])],
    strict: strict.length,
    units,
    corrected: units.filter(({ instead }) => instead).map(({ typed, word }) => [typed, word]),
    missing: missing.map(({ typed }) => typed),
    topics,
    unread,
  };
}

/** A chunk of what was typed as units, each with the papers that it finds. */
async function understood(index, chunk) {
  const id = ARXIV.exec(chunk) ?? DOI.exec(chunk);
  const { whole, parts, signed } = pieces(chunk);
  const exact = id ? joined(id[0]) : ADDRESS.test(chunk) ? address(chunk) : signed[0];
  if (exact) return [unit(chunk, exact, [exact], await index.exactly(exact))];
  if (STOP_WORDS.has(whole)) return [await common(index, chunk, whole)];
  const isName = /\p{Lu}.*\p{Lu}/u.test(chunk);
  const first = whole && (await known(index, chunk, whole, isName));
  if (first && (first.found.size || parts.length === 1)) return orMeant(index, first);
  const units = (await Promise.all(parts.map(async (part) => orMeant(index, await known(index, part, part, isName))))).flat();
  if (!CHINESE.test(chunk) || units.every(({ found }) => found.size)) return units;
  const { name } = await import("./hanzi.js");
  return Promise.all(name(chunk).map((word) => known(index, chunk, word)));
}

const orMeant = async (index, each) => (each.found.size ? [each] : [await meant(index, each)]);

/** The unit of a word that tells nothing, but may be a name. */
async function common(index, chunk, word) {
  const names = /^\p{Lu}/u.test(chunk) ? (await index.around(`${word}@`))[`${word}@`] : "";
  return { ...unit(chunk, word, [], new Map(), authors(names ?? "")), optional: true };
}

/** The unit of a word in any of its forms; of a name in that form alone, or as initials of titles. */
async function known(index, typed, word, isName = false) {
  const root = isName ? word : stem(word);
  const isForm = isName ? (term) => `${term}s` === word || term === `${word}s` : (term) => stem(term) === root;
  const entries = new Map(await index.forms(word, root));
  const forms = [...entries.keys()].filter((term) => term !== word && isForm(term));
  const lists = [word, ...forms].map((term) => entries.get(term) ?? "");
  if (isName) for (const each of new Set([word, word.replace(/s$/u, "")])) lists.push((await index.around(`^${each}`))[`^${each}`] ?? "");
  return unit(typed, word, [word, ...forms], weights(lists, OTHER_FORM), authors(entries.get(`${word}@`) ?? ""));
}

/** The unit of what was meant by a word that is not there: initials, a beginning, a slip. */
async function meant(index, { typed, word, found }) {
  const spelling = import("./spelling.js");
  const likely = spelling.then(({ corrections }) => corrections(index, word));
  likely.catch(() => undefined); // it is loaded meanwhile
  const initials = await known(index, typed, word, true);
  const longer = initials.found.size ? initials : await continued(index, typed, word);
  if (longer.found.size) return longer;
  const { isSlip } = await spelling;
  for (const instead of await likely) {
    const other = await known(index, typed, instead);
    if (other.text.size || isSlip(word, instead)) return { ...other, instead: true };
  }
  return unit(typed, word, [], found);
}

/** The unit of all words and names that begin with one. */
async function continued(index, typed, word) {
  const entries = (await index.terms(word)).filter(([term]) => term !== word && term !== `${word}@`);
  const [names, texts] = [true, false].map((are) => entries.filter(([term]) => term.endsWith("@") === are));
  const by = names.flatMap(([, steps]) => [...authors(steps)]);
  const terms = entries.map(([term]) => term.replace("@", ""));
  return unit(typed, word, terms, weights(texts.map(([, steps]) => steps)), new Map(by));
}

function unit(typed, word, terms, text, names = new Map()) {
  const found = new Map(text);
  for (const [number, codes] of names) {
    const weight = codes.some((code) => code >> 5 === 0) ? FIRST_AUTHOR : AUTHOR;
    found.set(number, (found.get(number) ?? 0) + weight);
  }
  return { typed, word, terms, text, names, found, optional: LETTER.test(word) };
}

/** What papers gain where two words stand together: as one word in a title, or in one name. */
async function together(index, units, papers) {
  const gained = new Map();
  const gain = (number, by) => gained.set(number, (gained.get(number) ?? 0) + by);
  for (const [at, other] of units.slice(1).entries()) {
    const one = units[at];
    const [name, beside] = LETTER.test(one.word) ? [other, one] : [one, other];
    for (const number of name.names.keys()) {
      if (isOneName(name, beside, number)) gain(number, rarity(one, papers) + rarity(other, papers));
    }
    if (STOP_WORDS.has(one.word) || STOP_WORDS.has(other.word)) continue;
    const pair = await known(index, "", one.word + other.word);
    for (const [number, weight] of pair.text) {
      gain(number, PAIR * worth(weight) * rarity(pair, papers));
      for (const each of [one, other]) each.found.set(number, Math.max(weight, each.found.get(number) ?? 0));
    }
  }
  return gained;
}

/** Whether a word is in a name of a paper with another, or with the letter that the other is. */
function isOneName({ names }, { names: others, word }, number) {
  const codes = names.get(number);
  if (LETTER.test(word)) return codes.some((code) => (code & 31) === (word.codePointAt(0) & 31));
  return others.get(number)?.some((code) => codes.some((each) => each >> 5 === code >> 5)) ?? false;
}

const worth = (weight) => weight / (weight + HALF);

const rarity = ({ found }, papers) => Math.log(1 + (papers - found.size + 0.5) / (found.size + 0.5));

/** The scores of all papers that have any of the words, by number. */
function score(units, gained) {
  const scores = new Map();
  for (const { found, rare } of units) {
    for (const [number, weight] of found) scores.set(number, (scores.get(number) ?? 0) + rare * worth(weight));
  }
  for (const [number, by] of gained) if (scores.has(number)) scores.set(number, scores.get(number) + by);
  return scores;
}

/** Those of `numbers` whose papers have the phrases in quotes of `text`, of those read for it. */
async function withPhrases(index, text, numbers, wanted) {
  const phrases = [...text.matchAll(QUOTED)].map(([, phrase]) => spaced(phrase));
  if (!phrases.length) return { strict: numbers, unread: 0 };
  const fits = ({ title, authors: by = [], gist = "", text: said = [] }) => {
    const words = spaced([title, ...by, gist, ...said].join(" "));
    return phrases.every((phrase) => words.includes(phrase));
  };
  const strict = [];
  let read = 0;
  while (strict.length < wanted && read < Math.min(numbers.length, READ * wanted)) {
    const some = numbers.slice(read, (read += AT_ONCE));
    const papers = await Promise.all(some.map((number) => index.paper(number)));
    strict.push(...some.filter((_, at) => fits(papers[at])));
  }
  return { strict, unread: Math.max(0, numbers.length - read) };
}

const spaced = (text) => ` ${text.split(/[\s-]+/u).map(joined).filter(Boolean).join(" ")} `;

/** Papers with words that begin as the only one that was typed. */
async function longer(index, [only, ...others]) {
  const isKnown = !others.length && !only?.optional && only?.found.size;
  return isKnown ? (await continued(index, "", only.word)).found.keys() : [];
}

/** The topics that have `text` among their words, and the `numbers` of their papers. */
async function ofTopics(index, text) {
  const all = new Map(Object.entries(await index.file("topics.json")));
  const topics = all.get(joined(text)) ?? [];
  const papers = await Promise.all(topics.map((topic) => index.exactly(`#${topic}`)));
  return { topics, numbers: papers.flatMap((found) => [...found.keys()]) };
}
