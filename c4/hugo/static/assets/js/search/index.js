// The index as docs/search.md describes it: of its files those are loaded that a query needs.

import { stem } from "./words.js";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"];
const VALUES = new Uint8Array(128);
LETTERS.forEach((letter, value) => (VALUES[letter.charCodeAt(0)] = value));
const WORD_BITS = 4;
const NAME_BITS = 10;
const LEVELS = [0, 1.5, 3, 4.5, 6.5, 9, 13]; // what a word weighs in a paper
const MOST = 6; // files for the words with one beginning

/** The index that `read` gives the JSON of, by path. */
export class Index {
  #read;
  #files = new Map();

  constructor(read) {
    this.#read = read;
  }

  /** What a file holds; one that could not be loaded is asked for again the next time. */
  file(path) {
    if (!this.#files.has(path)) {
      const answer = this.#read(path);
      this.#files.set(path, answer);
      answer.catch(() => this.#files.delete(path));
    }
    return this.#files.get(path);
  }

  /** `papers`, how many there are; `shelf` and `ranges`, how they and the terms are cut. */
  about = () => this.file("index.json");

  /** The titles of topics by id. */
  topics = async () => new Map((await this.about()).groups.flatMap(([, all]) => all));

  /** The paper with a number, as results show it. */
  async paper(number) {
    const { shelf } = await this.about();
    const papers = await this.file(`papers/${Math.floor(number / shelf).toString(16)}.json`);
    return papers.find((paper) => paper.number === number);
  }

  /** The terms that begin with `beginning`, as [term, what the range has]. */
  async terms(beginning) {
    const { ranges } = await this.about();
    const first = ranges.findLastIndex((start) => start <= beginning);
    const wanted = ranges.slice(first, first + MOST).filter((start, at) => !at || start.startsWith(beginning));
    const all = await Promise.all(wanted.map((start) => this.#range(start)));
    return all.flatMap(Object.entries).filter(([term]) => term.startsWith(beginning));
  }

  /** The terms among which are the forms of `word`, which have `root` in common, and names. */
  async forms(word, root) {
    const beginning = root.replace(/(?:er|z?e|(?<=b)l|[irsyz])$/u, "");
    const ranges = [this.around(word), this.around(`${word}@`)];
    if (beginning.length > 2) ranges.push(this.terms(beginning).then(Object.fromEntries));
    return (await Promise.all(ranges)).flatMap(Object.entries).filter(([term]) => term.startsWith(beginning));
  }

  /** All terms of the range in which `term` stands, or would. */
  async around(term) {
    const { ranges } = await this.about();
    return this.#range(ranges.findLast((start) => start <= term));
  }

  #range(start) {
    const bytes = [...new TextEncoder().encode(start)];
    return this.file(`words/${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("") || "0"}.json`);
  }

  /** The papers that have exactly `term`, as a Map of number and weight. */
  exactly = async (term) => weights([(await this.around(term))[term] ?? ""]);
}

/** Numbers of papers with their weights, of lists of one kind; `share` of the later ones counts. */
export function weights(lists, share = 1) {
  const found = new Map();
  for (const [place, list] of lists.entries()) {
    for (const [number, code] of papersOf(list, WORD_BITS)) {
      found.set(number, (found.get(number) ?? 0) + LEVELS[code >> 1] * (place ? share : 1));
    }
  }
  return found;
}

/** Of a name's list: by number of a paper, the codes of its authors. */
export function authors(list) {
  const found = new Map();
  for (const [number, code] of papersOf(list, NAME_BITS)) found.set(number, [...(found.get(number) ?? []), code]);
  return found;
}

/** The numbers that a text has, small ones in one letter. */
export function numbers(text) {
  const found = [];
  let number = 0;
  let worth = 1;
  for (let at = 0; at < text.length; at += 1) {
    const value = VALUES[text.charCodeAt(at)];
    number += (value % 32) * worth;
    worth *= 32;
    if (value >= 32) continue;
    found.push(number);
    number = 0;
    worth = 1;
  }
  return found;
}

/** Pairs of a paper's number and its code, of a list of steps with codes of so many bits. */
function papersOf(list, bits) {
  const size = 2 ** bits;
  let number = 0;
  return numbers(list).map((step) => {
    number += Math.floor(step / size);
    return [number, step % size];
  });
}

const ROOT = new URL("../../../", import.meta.url);

/** The address of a page of this site, by its path from the root. */
export const pageAt = (path) => new URL(path, ROOT).pathname;

/** What a file of JSON of this site holds, by its path from the root; an Error where it has none. */
export async function load(path) {
  const answer = await fetch(new URL(path, ROOT));
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return answer.json();
}

/** The index of this site. */
export const index = new Index((path) => load(`search/${path}`));
