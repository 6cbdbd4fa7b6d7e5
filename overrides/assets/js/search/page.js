// The search page: words, facets and order make the results, and stand in its address.

import { address, catalogue, load, search, warm } from "./engine.js";
import { boxes, counts, facets, narrowed } from "./facets.js";
import { marked, shortAuthors } from "./marks.js";

const STEP = 10;
const PAUSE = 200;
const APART = "\u2003";

const form = document.querySelector("form.finder");
const field = form.querySelector(".search-field");
const more = form.querySelector(".finder-more");
const status = form.querySelector(".finder-count");
const shown = form.querySelector(".finder-papers");
const folded = form.querySelector("details");

const data = await catalogue().catch((error) => {
  form.hidden = true;
  document.querySelector(".without-search").classList.add("needed");
  throw error;
});
const all = facets(data);
const topics = data.groups.flatMap(([, of]) => of);
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

let found = { hits: [], words: [], corrected: [], missing: [] };
let queue = [];
let fetchPaper;
let question = 0;
let turn = 0;
let timer;

const chosen = () =>
  new Map(
    all.map(({ name }) => [
      name,
      new Set([...form.querySelectorAll(`[name=${name}]:checked`)].map((input) => input.value)),
    ]),
  );

function readAddress() {
  const given = new URLSearchParams(location.search);
  field.value = given.get("q") ?? "";
  for (const input of form.querySelectorAll("[type=checkbox]")) {
    input.checked = given.getAll(input.name).includes(input.value);
  }
  const sort = given.get("sort") === "newest" ? "newest" : "";
  form.querySelector(`[name=sort][value="${sort}"]`).checked = true;
}

function writeAddress() {
  const kept = [...new FormData(form)].filter(([, value]) => value.trim());
  const query = new URLSearchParams(kept).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

async function ask() {
  question += 1;
  const mine = question;
  const text = field.value.trim();
  if (text) status.textContent = "Searching";
  const answer = text ? await search(text) : { hits: [], words: [], corrected: [], missing: [] };
  if (mine !== question) return;
  found = answer;
  await show();
}

async function show() {
  turn += 1;
  const picked = chosen();
  const isNarrowed = [...picked.values()].some((values) => values.size);
  const isAsked = field.value.trim() !== "";
  const hits = new Map(found.hits.map((hit, place) => [hit.id, { ...hit, place }]));
  const papers = isAsked ? data.papers.filter(([id]) => hits.has(id)) : data.papers;
  const left = narrowed(all, papers, picked);
  if (isAsked && new FormData(form).get("sort") !== "newest") {
    left.sort(([one], [other]) => hits.get(one).place - hits.get(other).place);
  }
  showCounts(counts(all, papers, picked));
  form.querySelector(".finder-sort").hidden = !isAsked || left.length < 2;
  queue = isAsked || isNarrowed ? [...left] : [];
  fetchPaper = ([id, date]) => hits.get(id)?.load() ?? load(date.slice(0, 4) || "undated", id);
  const words = sentence(isAsked, isNarrowed, left.length, papers.length);
  const mine = turn;
  await add(true);
  if (mine === turn) status.textContent = words;
}

function showCounts(number) {
  for (const input of form.querySelectorAll("[type=checkbox]")) {
    const count = number.get(input.name).get(input.value) ?? 0;
    input.closest("label").querySelector("span").textContent = count;
    input.disabled = !count && !input.checked;
  }
}

function sentence(isAsked, isNarrowed, left, before) {
  if (!isAsked && !isNarrowed) {
    return "Type words of a title or summary, an author, a topic or an arXiv id, or choose below what you look for.";
  }
  const instead = found.corrected.map(([typed, word]) => `No paper has “${typed}”. Showing “${word}” instead: `);
  if (left) return `${instead.join("")}${left === 1 ? "1 paper" : `${left} papers`}`;
  if (found.missing.length) {
    return `No paper has “${found.missing.join("”, “")}”. Try another spelling, or fewer words.`;
  }
  if (before) return `${instead.join("")}None of the ${before} papers found is of that kind. Choose less.`;
  return `${instead.join("")}No paper has all of these words. Try fewer of them.`;
}

async function add(fresh) {
  const mine = turn;
  const next = queue.splice(0, STEP);
  const papers = await Promise.all(next.map(fetchPaper));
  if (mine !== turn) return;
  const cards = papers.map((paper, at) => card(paper, next[at]));
  if (fresh) shown.replaceChildren(...cards.flat());
  else shown.append(...cards.flat());
  more.hidden = !queue.length;
  if (!fresh) cards[0]?.[0].querySelector("a").focus();
}

function card(paper, [, date, places]) {
  const title = document.createElement("h3");
  const link = document.createElement("a");
  link.href = address(paper.path);
  link.append(...marked(paper.title, found.words));
  title.append(link);
  const facts = document.createElement("p");
  const when = date ? month.format(new Date(`${date.slice(0, 7)}-01T00:00:00Z`)) : "undated";
  const named = shortAuthors(paper);
  if (named) facts.append(...marked(named, found.words), ", ");
  facts.append(when);
  for (const [id, name] of places.slice(0, 3).map((place) => topics[place])) {
    const topic = document.createElement("a");
    topic.href = address(`topics/${id}/`);
    topic.textContent = name;
    facts.append(APART, topic);
  }
  const summary = document.createElement("p");
  summary.append(...marked(paper.summary, found.words));
  return paper.summary ? [title, facts, summary] : [title, facts];
}

form.querySelector("details > div").append(...boxes(all));
folded.open = matchMedia("(min-width: 60em)").matches;
readAddress();
field.addEventListener("focus", warm, { once: true });
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    writeAddress();
    ask();
  }, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  writeAddress();
  ask();
});
form.addEventListener("change", (event) => {
  if (event.target === field) return;
  writeAddress();
  show();
});
more.addEventListener("click", () => add(false));
await ask();
