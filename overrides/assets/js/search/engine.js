// Pagefind, loaded when it is first needed. The index comes in parts by year, and a part is
// merged only when it has the words: Pagefind takes a shorter word for one that a part lacks,
// so asking the others would find what nobody looked for.

import { understand } from "./words.js";

const ROOT = new URL("../../../search/", import.meta.url);
const SIGNATURE = "pagefind_dcd".length;

const names = (document.querySelector("[data-search-parts]")?.dataset.searchParts ?? "")
  .split(" ")
  .filter(Boolean);
const merged = new Map();
let pagefind;

/** The address of a page of this site, by its path from the root. */
export const address = (path) => new URL(path, new URL("../", ROOT)).pathname;

async function start() {
  const { createInstance } = await import(new URL("pagefind.js", ROOT).href);
  const [first] = names;
  const instance = createInstance({
    basePath: new URL(`${first}/`, ROOT).pathname,
    mergeFilter: { part: first },
    noWorker: true,
  });
  merged.set(first, instance.init());
  await merged.get(first);
  return instance;
}

function merge(instance, name) {
  if (!merged.has(name)) {
    const path = new URL(`${name}/`, ROOT).pathname;
    merged.set(name, instance.mergeIndex(path, { mergeFilter: { part: name } }));
  }
  return merged.get(name);
}

/** Loads what every search needs, before there is one. */
export function warm() {
  if (names.length) pagefind ??= start();
}

/**
 * The papers that have all words of `text`, the best first: `hits` of an id and a `load`
 * that gives the paper; and what `understand` says of the words.
 */
export async function search(text) {
  const understood = await understand(ROOT, text, names.length);
  const { words, missing, places } = understood;
  if (!words.length || missing.length || !places.length) return { ...understood, hits: [] };
  warm();
  const instance = await pagefind;
  const wanted = places.map((place) => names[place]);
  await Promise.all(wanted.map((name) => merge(instance, name)));
  const { results } = await instance.search(words.join(" "), {
    filters: { part: { any: wanted } },
  });
  const hits = results.map(({ id, data }) => ({
    id: id.slice(id.indexOf("_") + 1),
    load: async () => paper(await data()),
  }));
  return { ...understood, hits };
}

/** The paper of an id in a part, without a search. */
export async function load(part, id) {
  const answer = await fetch(new URL(`${part}/fragment/en_${id}.pf_fragment`, ROOT));
  const text = answer.body.pipeThrough(new DecompressionStream("gzip"));
  const data = JSON.parse((await new Response(text).text()).slice(SIGNATURE));
  return paper({ ...data, raw_url: data.url });
}

// A paper without a summary has its title there as well, since Pagefind wants some words.
const paper = ({ raw_url: path, content, meta }) => ({
  path,
  summary: content === meta.title ? "" : content,
  ...meta,
});

/**
 * The facets of all papers, newest first: `groups` and `kinds` as `catalogue` in
 * generator/search.py writes them, and `papers` as [id, month, topics, kinds].
 */
export async function catalogue() {
  const { groups, kinds, ids, dates, facets, papers } = await (
    await fetch(new URL("catalogue.json", ROOT))
  ).json();
  const months = dates.flatMap(([month, number]) => Array(number).fill(month));
  const known = ids.split(" ");
  return {
    groups,
    kinds,
    papers: papers.map((pair, place) => [known[place], months[place], ...facets[pair]]),
  };
}
