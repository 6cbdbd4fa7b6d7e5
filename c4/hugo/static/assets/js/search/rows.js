// A paper as a row of results: its title, the sentence that answers best, its facts. What was
// asked for is marked; what papers say is text, never markup.

import { brief, el, icon } from "../dom.js";
import { marks } from "../papers.js";
import { pageAt } from "./index.js";
import { pieces } from "./words.js";

const NAMED = 3;
const SENTENCE = /(?<=[.!?…]["”)]?)\s+(?=["“(]?[\p{Lu}\p{N}])/u;
const AROUND = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su;
const CODE = ["m8 7-5 5 5 5", "M16 7l5 5-5 5"];
const LINE = 80; // characters
const BEFORE = 16; // words and blanks

/**
 * The row of `paper` and what reading aids know of it: {id, title, about, gist, topic, code,
 * link, place, box}.
 * `units` are what was asked for, `topics` the titles of topics by id.
 */
export function paperRow(store, paper, units, topics) {
  const { id, title, code, became, date = "" } = paper;
  const month = brief(date.slice(0, 7));
  const topic = paper.topics?.find((each) => topics.has(each));
  const about = [shortAuthors(paper), month].filter(Boolean).join(", ");
  const known = { id, title, about, gist: line(paper), topic: topics.get(topic), code };
  const link = el("a", { href: pageAt(`papers/${id}/`) }, ...marked(title, units));
  const place = el(
    "p",
    { class: "finder-facts" },
    el("span", {}, ...byline(paper, units)),
    el("span", {}, date ? el("time", { datetime: date }, month) : "undated"),
    el("span", {}, ...(code ? [el("a", { href: code }, icon(...CODE), " code")] : [])),
    el("span", { class: "finder-topic" }, ...(topic ? [el("a", { href: pageAt(`topics/${topic}/`) }, topics.get(topic))] : [])),
    marks(store, known, { only: ["saved"] }),
  );
  const said = [...(became ? [el("b", {}, became), " "] : []), ...begun(marked(answer(paper, units), units))];
  const box = el("article", {}, el("h3", {}, link), ...(said.some(String) ? [el("p", { class: "finder-answer" }, ...said)] : []), place);
  return { ...known, link, place, box };
}

/** `text` as nodes, in which the words that were asked for are marked. */
export function marked(text, units) {
  return text.split(/(\s+)/u).flatMap((word) => {
    if (!unitOf(word, units)) return [word];
    const [, opening, letters, closing] = AROUND.exec(word);
    return [opening, el("mark", {}, letters), closing];
  });
}

/** A sentence as nodes, of which a phone leaves out what is far before what is marked. */
function begun(nodes) {
  const from = nodes.findIndex((node) => node.localName) - BEFORE;
  if (from < BEFORE) return nodes;
  return [el("span", { class: "finder-before" }, ...nodes.slice(0, from)), ...nodes.slice(from)];
}

/** `A`, `A and B`, `A and 3 others`, as on every list of the site. */
export function shortAuthors({ authors = [], more = 0 }) {
  const total = authors.length + more;
  if (!authors.length) return total ? `${total} ${total === 1 ? "author" : "authors"}` : "";
  if (total <= 2 && !more) return authors.join(" and ");
  return `${authors[0]} and ${total === 2 ? "1 other" : `${total - 1} others`}`;
}

/** The first author and those who were asked for, and how many more there are. */
function byline({ authors = [], more = 0 }, units) {
  const isAsked = (name) => name.split(/\s+/u).some((word) => unitOf(word, units));
  const named = authors.filter((name, at) => at === 0 || isAsked(name)).slice(0, NAMED);
  const others = authors.length + more - named.length;
  const nodes = named.flatMap((name, at) => [at ? ", " : "", ...marked(name, units)]);
  return others ? [...nodes, ` +${others}`] : nodes;
}

/** What is new: the gist, or else the first sentence, cut at a word. */
function line({ gist, text: [first = ""] = [] }) {
  const [start] = first.split(SENTENCE);
  return gist ?? (start.length > LINE ? start.slice(0, LINE).replace(/[\s,;:.]*\s\S*$/u, "…") : start);
}

/** Of all sentences the one with most of what was asked for, the first of equals; or what is new. */
function answer(paper, units) {
  const text = [paper.gist ?? "", ...(paper.text ?? [])];
  let best = "";
  let most = 0;
  for (const sentence of text.flatMap((paragraph) => paragraph.split(SENTENCE))) {
    const said = new Set(sentence.split(/\s+/u).map((word) => unitOf(word, units)));
    const worth = units.reduce((sum, each) => sum + (said.has(each) ? each.rare : 0), 0);
    if (worth > most) [best, most] = [sentence, worth];
  }
  if (!best) return line(paper);
  return text.some((paragraph) => paragraph.startsWith(best)) ? best : `… ${best}`;
}

/** What was asked for that a word of a text has, or nothing. */
function unitOf(word, units) {
  const { whole, parts, signed } = pieces(word);
  const said = [whole, ...parts, ...signed];
  return units.find(({ terms }) => said.some((each) => terms.includes(each)));
}
