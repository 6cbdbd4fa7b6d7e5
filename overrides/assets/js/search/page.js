// The search page: words, facets and order make the results, and stand in its address.

import { count, el } from "../dom.js";
import { keysOf, showMarks } from "../list.js";
import { toggleByKey } from "../marks.js";
import { boxes, facetsOf, narrowed } from "./facets.js";
import { find } from "./find.js";
import { index } from "./index.js";
import { paperRow } from "./rows.js";

const STEP = 10;
const PAUSE = 200;
const NOTHING = { hits: [], strict: 0, units: [], corrected: [], missing: [] };
const EVERYWHERE = "Words like these are in every paper. Add one that tells them apart.";
const FAILED = "The search could not be loaded. Try again.";
const START = "Type words of a title or summary, an author, a topic or an arXiv id, or choose what you look for.";

const query = new URLSearchParams(location.search);
index.file("facets.json").catch(() => undefined); // both are there sooner
if (query.get("q")) find(index, query.get("q")).catch(() => undefined);

/** Fills the page; gives back what keys do on it. */
export async function searchPage(store) {
  const form = document.querySelector("form.finder");
  const part = (name) => form.querySelector(`.finder-${name}`);
  const field = form.querySelector(".search-field");
  const data = await index.file("facets.json").then(facetsOf, () => undefined);
  if (!data) {
    form.hidden = true;
    document.querySelector(".without-search").classList.add("needed");
    return {};
  }

  let found = NOTHING;
  let rows = [];
  let queue = [];
  let turn = 0;
  let timer;

  const given = () => [...new FormData(form)].filter(([, value]) => value.trim());
  const choice = (pairs) =>
    new Map(data.facets.map(({ name }) => [name, new Set(pairs.filter(([of]) => of === name).map(([, value]) => value))]));

  function writeAddress() {
    const query = new URLSearchParams(given()).toString();
    history.replaceState(null, "", `${query ? `?${query}` : location.pathname}${location.hash}`);
  }

  async function ask(chosen) {
    turn += 1;
    const mine = turn;
    const text = field.value.trim();
    if (text) part("said").querySelector("h2").textContent = "Searching";
    const answer = text ? await find(index, text).catch(() => undefined) : NOTHING;
    if (mine !== turn) return;
    found = answer ?? NOTHING;
    await show(chosen);
    if (!answer) part("said").querySelector("p").textContent = FAILED;
  }

  async function show(chosen = choice(given())) {
    turn += 1;
    const isAsked = field.value.trim() !== "";
    const isNewest = !isAsked || given().some(([name]) => name === "sort");
    const isChosen = [...chosen.values()].some((values) => values.size);
    const numbers = isAsked ? found.hits : [...data.papers.keys()];
    const papers = numbers.map((number, at) => ({ number, isWhole: !isAsked || at < found.strict, ...data.papers.get(number) }));
    const left = narrowed(data.facets, papers, chosen);
    if (isNewest) left.sort((one, other) => other.month.localeCompare(one.month));
    const whole = left.filter(({ isWhole }) => isWhole);
    const others = left.filter(({ isWhole }) => !isWhole);
    offer(boxes(data.facets, papers, chosen), count(left.length, "paper"));
    queue = isAsked || isChosen ? [...whole, ...others] : [];
    rows = [];
    part("said").querySelector("h2").textContent = heading(isAsked, isChosen, whole.length);
    part("said").querySelector("p").textContent = isAsked ? note(papers.length, left.length) : isChosen ? "" : START;
    part("sort").hidden = !isAsked || left.length < 2;
    part("most").hidden = !others.length;
    part("most").querySelector("h2").textContent = `${others.length}${whole.length ? " more" : ""}${found.units.length > 1 ? " with most of these words" : ""}`;
    part("most").querySelector("p").replaceChildren(...rule());
    part("whole").replaceChildren();
    part("rest").replaceChildren();
    await add();
  }

  function offer(fieldsets, papers) {
    const { name, value } = document.activeElement;
    part("boxes").replaceChildren(...fieldsets);
    if (name && value) part("boxes").querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`)?.focus();
    for (const each of form.querySelectorAll("[data-papers]")) each.textContent = `${each.dataset.papers} ${papers}`;
  }

  function heading(isAsked, isChosen, whole) {
    if (!isAsked) return isChosen ? count(whole, "paper") : "Search";
    if (found.units.filter(({ optional }) => !optional).length < 2) return whole ? count(whole, "paper") : "No paper";
    return whole ? `${count(whole, "paper")} with all of these words` : "No paper has all of these words";
  }

  function note(all, left) {
    if (found.units.length && !all && !found.missing.length) return EVERYWHERE;
    const said = found.corrected.map(([typed, word]) => `No paper has “${typed}”. Showing “${word}” instead.`);
    if (found.missing.length) said.push(`No paper has “${found.missing.join("”, “")}”. Try another spelling, or other words.`);
    if (all && !left) said.push(`None of the ${count(all, "paper")} found is of that kind. Choose less.`);
    return said.join(" ");
  }

  function rule() {
    if (found.units.length < 2) return ["with words that begin so, or on a topic that has it among its words"];
    const words = found.units.filter(({ found: papers }) => papers.size).map(({ typed }) => el("b", {}, typed));
    return ["some of ", ...words.flatMap((word, at) => [at ? ", " : "", word]), "; rarer words count for more"];
  }

  async function add() {
    const mine = turn;
    const next = queue.splice(0, STEP);
    const papers = await Promise.all(next.map(({ number }) => index.paper(number)));
    if (mine !== turn) return undefined;
    const made = papers.map((paper) => paperRow(store, paper, found.units, data.topics));
    made.forEach(({ box }, at) => part(next[at].isWhole ? "whole" : "rest").append(box));
    for (const paper of made) showMarks(store, paper);
    rows.push(...made);
    part("more").hidden = !queue.length;
    return made[0];
  }

  const change = (what) => {
    clearTimeout(timer);
    writeAddress();
    return what();
  };
  field.value = query.get("q") ?? "";
  form.querySelector(`[name=sort][value="${query.get("sort") === "newest" ? "newest" : ""}"]`).checked = true;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change(ask), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(ask);
  });
  form.addEventListener("change", ({ target }) => target === field || change(show));
  part("clear").addEventListener("click", () => {
    part("boxes").replaceChildren();
    change(show);
  });
  part("more").addEventListener("click", async () => (await add())?.link.focus());
  addEventListener("keydown", ({ key }) => key === "Escape" && location.hash === "#narrow" && history.back());
  store.addEventListener("change", () => rows.forEach((paper) => showMarks(store, paper)));
  await ask(choice([...query]));
  return keysOf(
    () => rows,
    (paper) => toggleByKey(store, paper, "saved"),
    (paper) => toggleByKey(store, paper, "read"),
  );
}
