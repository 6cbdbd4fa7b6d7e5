// The search page: words, facets and order make the results, and stand in its address. What
// changes is shown when all of it is there, so that nothing jumps.

import { count, el } from "../dom.js";
import { keysOf, showMarks } from "../papers.js";
import { find } from "./find.js";
import { index } from "./index.js";
import { paperRow } from "./rows.js";

const STEP = 10;
const FACETS = ["code", "year", "link", "topic"];
const PAUSE = 200;
const NOTHING = { text: "", hits: [], strict: 0, units: [], corrected: [], missing: [], topics: [] };
const EVERYWHERE = "Words like these are in every paper. Add one that tells them apart.";
const FAILED = "The search could not be loaded. Try again.";
const START = "Type words of a title or summary, an author, a topic or an arXiv id, or choose what you look for.";

const query = new URLSearchParams(location.search);

/** Fills the page; gives back what keys do on it. */
export async function searchPage(store) {
  const form = document.querySelector("form.finder");
  const part = (name) => form.querySelector(`.finder-${name}`);
  const field = form.querySelector(".search-field");
  const about = await index.about().catch(() => undefined);
  if (!about) {
    form.hidden = true;
    document.querySelector(".without-script").classList.add("needed");
    return {};
  }

  const topics = await index.topics();
  let facets; // which results do not wait for
  const load = async () => {
    const [{ Facets }, file] = await Promise.all([import("./facets.js"), index.file("facets.json")]);
    facets ??= new Facets(about, file);
  };
  let found = NOTHING;
  let rows = [];
  let most = STEP; // results that are shown
  let turn = 0;
  let offer = () => undefined; // what narrows down the results
  let timer;

  const given = () => [...new FormData(form)].filter(([, value]) => value.trim());
  const choice = (pairs) => new Map(FACETS.map((name) => [name, new Set(pairs.filter(([of]) => of === name).map(([, value]) => value))]));
  const row = async ({ number }) => {
    const paper = await index.paper(number);
    store.moved([paper]);
    return paperRow(store, paper, found.units, topics);
  };

  /** Shows what the form asks for, with what is `chosen`, unless it asks for something else by then. */
  async function update(chosen = choice(given())) {
    turn += 1;
    const mine = turn;
    const text = field.value.trim();
    const isChosen = [...chosen.values()].some(({ size }) => size);
    const isNewest = !text || given().some(([name]) => name === "sort");
    try {
      const isFound = text === found.text && (found.wanted >= most || !found.unread);
      const answer = isFound ? found : { ...(text ? await find(index, text, most) : NOTHING), text, wanted: most };
      if (!text || isChosen || isNewest) await load();
      if (mine !== turn) return;
      found = answer;
      const left = facets?.narrowed(papers(), chosen) ?? papers();
      if (isNewest) left.sort((one, other) => other.month.localeCompare(one.month));
      const [whole, others] = [true, false].map((is) => left.filter(({ isWhole }) => isWhole === is));
      const listed = text || isChosen ? [...whole, ...others] : [];
      const shown = listed.slice(0, most);
      const made = await Promise.all(shown.map(row));
      if (mine !== turn) return;
      say(text || isChosen ? heading(whole.length) : "Search", text || isChosen ? note(left.length) : START);
      part("sort").hidden = !text || left.length < 2;
      part("most").hidden = !others.length;
      const ofMost = found.units.length > 1 && !found.topics.length ? " with most of these words" : "";
      part("most").querySelector("h2").textContent = `${others.length}${whole.length ? " more" : ""}${ofMost}`;
      part("most").querySelector("p").replaceChildren(...rule());
      const boxes = (is) => made.filter((_, at) => shown[at].isWhole === is).map(({ box }) => box);
      part("whole").replaceChildren(...boxes(true));
      part("rest").replaceChildren(...boxes(false));
      part("more").hidden = listed.length <= most && !found.unread;
      rows = made;
      rows.forEach((paper) => showMarks(store, paper));
      offer = () => offered(chosen, left.length);
      offer();
      if (!facets) load().then(() => offer(), () => undefined);
    } catch {
      if (mine === turn) say("Search", FAILED);
    }
  }

  /** The papers that the words find, or all, with what facets know of them. */
  function papers() {
    const numbers = found.text ? found.hits : [...facets.papers.keys()];
    return numbers.map((number, at) => ({ number, isWhole: !found.text || at < found.strict, ...facets?.papers.get(number) }));
  }

  async function more() {
    const before = rows.length;
    most += STEP;
    await update();
    rows[before]?.link.focus();
  }

  function offered(chosen, left) {
    for (const each of form.querySelectorAll("[data-papers]")) each.textContent = `${each.dataset.papers} ${count(left, "paper")}`;
    if (!facets) return;
    const { name, value } = document.activeElement;
    part("boxes").replaceChildren(...facets.boxes(papers(), chosen));
    if (name && value) part("boxes").querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`)?.focus();
  }

  function say(title, words) {
    part("said").querySelector("h2").textContent = title;
    part("said").querySelector("p").textContent = words;
  }

  function heading(whole) {
    if (!found.text) return count(whole, "paper");
    if (found.unread) return `${whole ? count(whole, "paper") : "No paper"} so far`;
    if (found.units.filter(({ optional }) => !optional).length < 2) return whole ? count(whole, "paper") : "No paper";
    return whole ? `${count(whole, "paper")} with all of these words` : "No paper has all of these words";
  }

  function note(left) {
    const { units, hits, corrected, missing, unread } = found;
    if (units.length && !hits.length && !missing.length) return EVERYWHERE;
    const said = corrected.map(([typed, word]) => `No paper has “${typed}”. Showing “${word}” instead.`);
    if (missing.length) said.push(`No paper has “${missing.join("”, “")}”. Try another spelling, or other words.`);
    if (unread) said.push(`Yet to be read for the phrase: ${count(unread, "more paper")} with its words.`);
    if (hits.length && !left) said.push(`None of the ${count(hits.length, "paper")} found is of that kind. Choose less.`);
    return said.join(" ");
  }

  function rule() {
    const on = found.topics.map((id) => topics.get(id)).join(" or ");
    if (on && found.units.length > 1) return [`on ${on}, which has these words among its own, or with some of them`];
    if (found.units.length < 2) return ["with words that begin so, or on a topic that has it among its words"];
    const words = found.units.filter(({ found: has }) => has.size).map(({ typed }) => el("b", {}, typed));
    return ["some of ", ...words.flatMap((word, at) => [at ? ", " : "", word]), "; rarer words count for more"];
  }

  function keep() {
    const asked = new URLSearchParams(given()).toString();
    history.replaceState(null, "", `${asked ? `?${asked}` : location.pathname}${location.hash}`);
  }

  function change() {
    clearTimeout(timer);
    most = STEP;
    keep();
    return update();
  }

  field.value = query.get("q") ?? "";
  form.querySelector(`[name=sort][value="${query.get("sort") === "newest" ? "newest" : ""}"]`).checked = true;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(change, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change();
  });
  form.addEventListener("change", ({ target }) => target === field || change());
  part("clear").addEventListener("click", () => {
    part("boxes").replaceChildren();
    change();
  });
  part("more").addEventListener("click", more);
  addEventListener("popstate", keep); // where Back closes what narrows down
  addEventListener("keydown", ({ key }) => key === "Escape" && location.hash === "#narrow" && history.back());
  store.addEventListener("change", () => rows.forEach((paper) => showMarks(store, paper)));
  await update(choice([...query]));
  return keysOf(store, () => rows);
}
