// What is ranked in this browser by what is kept in it: the page "For you", which has what is new,
// and the rows of a page that lists papers.

import { button, count, el, say } from "./dom.js";
import { leaning, papersOf, ranked, terms, why } from "./foryou-rank.js";
import { keysOf, showMarks, warn } from "./papers.js";
import { dataTools } from "./saved.js";
import { index as search, load } from "./search/index.js";
import { paperRow } from "./search/rows.js";
import { FIRST } from "./store.js";

const STEP = 10;
const LEANINGS = 20;
export const FAILED = "The papers could not be loaded. Try again when there is a network.";

/** Fills the page; gives back what keys do on it. */
export async function forYouPage(store, root) {
  const folder = new URL("for-you/", root);
  const said = el("p", { role: "status" });
  const list = el("div", { class: "finder for-you" });
  const more = button("More", async () => (await add())?.link.focus());
  const earlier = button("Earlier papers", async () => {
    await quarter().catch(() => say(FAILED));
    await rank();
  });
  const words = el("p");
  const reset = button("Forget what I want less of", () => unmark(store.having("less").map(([id]) => id)));
  const data = dataTools(store);
  const behind = el("details", {}, el("summary", {}, "What it goes by"), words, el("div", { class: "tools" }, reset), data.row);
  const tools = el("div", { class: "tools" }, more, earlier);
  document.querySelector(".without-script").replaceWith(said, list, tools, behind);

  let about; // index.json
  let papers = [];
  let loaded = 0; // quarters
  let rows = [];
  let queue = [];
  let mine = [];
  let turn = 0;

  async function quarter() {
    papers = papers.concat(papersOf(await load(`for-you/${about.quarters[loaded][0]}`)));
    loaded += 1;
  }

  async function rank() {
    turn += 1;
    const now = turn;
    const saved = store.having("saved").length;
    data.show();
    reset.disabled = store.having("less").length === 0;
    behind.hidden = more.hidden = earlier.hidden = saved < FIRST;
    if (saved < FIRST) {
      said.replaceChildren(...beginning(FIRST - saved, root));
      list.replaceChildren();
      rows = [];
      return;
    }
    try {
      about ??= await vocabulary();
      while (loaded < about.quarters.length && papers.length < STEP * STEP) await quarter();
      const records = await kept(store, about);
      if (now !== turn) return;
      mine = leaning(records, papers, about.rarity);
      queue = ranked(papers, mine, about.rarity).filter(({ score }) => score > 0);
      rows = [];
      list.replaceChildren();
      await add();
      if (now !== turn) return;
      said.textContent = rows.length
        ? `By ${count(saved, "saved paper")}, of ${count(papers.length, "paper")} since ${since()}.`
        : `Nothing of ${since()} is like what you saved.`;
      words.textContent = named([...mine.keys()], LEANINGS);
      remember(folder);
    } catch {
      said.textContent = FAILED;
    }
  }

  const since = () => about.quarters[loaded - 1][1].split(" to ")[0] + ` ${about.quarters[loaded - 1][1].slice(-4)}`;

  const named = (places, most) =>
    why(places, mine, about.rarity, about.stems, most).map((place) => about.words[place][1]).join(" · ");

  /** The next papers that the reader has not marked. */
  async function add() {
    const now = turn;
    const made = [];
    while (queue.length && made.length < STEP) {
      const some = await Promise.all(
        queue.splice(0, STEP - made.length).map(async (each) => [each, await search.paper(each.number)]),
      );
      if (now !== turn) return undefined;
      store.moved(some.flatMap(([, paper]) => paper ?? []));
      for (const [each, paper] of some) if (paper && !isMarked(store, paper.id)) made.push(rowOf(paper, await search.topics(), named(each.words)));
    }
    list.append(...made.map(({ box }) => box));
    rows.push(...made);
    for (const row of made) showMarks(store, row);
    more.disabled = !queue.length;
    earlier.disabled = loaded === about.quarters.length;
    return made[0];
  }

  function rowOf(paper, topics, forms) {
    const row = paperRow(store, paper, [], topics);
    const less = button("Less of this", () => takeAway(row), { "aria-label": `Less like ${paper.title}` });
    row.box.append(el("p", { class: "why" }, forms, " ", less));
    return row;
  }

  function takeAway(row) {
    const at = rows.indexOf(row);
    store.mark(row.id, "less", true, row);
    row.box.remove();
    rows.splice(at, 1);
    (rows[at] ?? rows.at(-1))?.link.focus();
    if (!warn(store)) say("Less of this from now on", () => unmark([row.id]));
  }

  /** Forgets the marks of `ids`, and ranks again. */
  function unmark(ids) {
    store.change((data) => ids.forEach((id) => data.papers[id] && delete data.papers[id].less));
    rank();
  }

  store.addEventListener("change", () => {
    rows.forEach((row) => showMarks(store, row));
    data.show();
    reset.disabled = store.having("less").length === 0;
    if (store.having("saved").length < FIRST !== more.hidden) rank();
  });
  await rank();
  return keysOf(store, () => rows);
}

/** `papers` of a page in the order for this reader; those that have a mark come last. */
export async function orderedFor(store, papers) {
  const about = await vocabulary();
  const records = await kept(store, about);
  const said = papers.map(({ box }, number) => {
    const texts = [...box.querySelectorAll("h3, .gist, details > p")].map((part) => part.textContent);
    return { number, words: placesOf(texts.flatMap((text) => [...terms(text)]), about) };
  });
  const order = ranked(said, leaning(records, said, about.rarity), about.rarity);
  const all = order.map(({ number }) => papers[number]);
  return [false, true].flatMap((is) => all.filter(({ id }) => isMarked(store, id) === is));
}

/** The vocabulary as columns, and the place of each of its words. */
async function vocabulary() {
  const { words, quarters } = await load("for-you/index.json");
  const stems = words.map(([stem]) => stem);
  const places = new Map(stems.map((stem, place) => [stem, place]));
  return { words, quarters, stems, places, rarity: words.map(([, , rarity]) => rarity) };
}

/** The kept papers with their words; those of new ones are looked up once, and kept too. */
async function kept(store, about) {
  const records = Object.entries(store.data.papers);
  const found = await Promise.all(
    records.map(async ([id, record]) => [id, record.words ?? (await wordsOf(id, about))]),
  );
  const fresh = found.filter(([id, list]) => list && !store.paper(id).words);
  if (fresh.length)
    store.change((data) => {
      for (const [id, list] of fresh) if (data.papers[id]) data.papers[id].words = list;
    });
  return records.map(([id, record], at) => {
    const list = found[at][1] ?? terms(`${record.title} ${record.gist ?? ""}`);
    return { ...record, id, words: placesOf(list, about) };
  });
}

async function wordsOf(id, about) {
  try {
    const { title, summary = "", abstract = "" } = await load(`api/papers/${encodeURIComponent(id)}.json`);
    const said = [title, summary, abstract].flatMap((text) => [...terms(text)]);
    return [...new Set(said)].filter((word) => about.places.has(word));
  } catch {
    return undefined; // no network, or the paper is gone: its title and gist must do
  }
}

const placesOf = (words, { places }) => [...new Set(words)].map((word) => places.get(word)).filter((place) => place >= 0);

function isMarked(store, id) {
  const { saved, read, less } = store.paper(id);
  return Boolean(saved || read || less);
}

function beginning(missing, root) {
  const lists = el("a", { href: new URL("papers/", root).href }, "any list");
  return [`It begins with ${FIRST} saved papers. Save ${count(missing, "more paper")} of `, lists, ", with the button at its end."];
}

/** Has the browser keep what this page loaded, for when there is no network. */
async function remember(folder) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(new URL("worker.js", folder), { scope: folder.pathname });
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const ours = loaded.filter((name) => name.startsWith(location.origin) && !name.endsWith("worker.js"));
    active.postMessage([...new Set([location.href.split("#")[0], ...ours])]);
  } catch {
    // Not served over https, or switched off: the page needs the network then.
  }
}
