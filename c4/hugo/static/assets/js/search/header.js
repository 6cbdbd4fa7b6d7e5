// Results under the search field as one types: a combobox with a list, after the pattern of
// the ARIA Authoring Practices Guide. Of the index nothing is loaded before the field has the
// focus; how many papers there are stands in a small file, since it would change every page.

import { count, el } from "../dom.js";

const SHOWN = 7;
const PAUSE = 120;
const FAILED = "The search could not be loaded";
const ENGINE = () => Promise.all([import("./find.js"), import("./index.js"), import("./rows.js")]);

const form = document.querySelector("form.search:not([hidden])");
const field = form?.querySelector("input") ?? document.querySelector(".finder .search-field");

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  field.focus();
  field.select();
});

if (form) suggest(form, field);

function suggest(box, input) {
  const list = el("div", { id: "search-found", class: "search-found", role: "listbox", "aria-label": "Papers found", hidden: true });
  const said = el("p", { class: "search-said", role: "status" });
  box.append(list, said);
  const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(combobox)) input.setAttribute(name, value);

  let active = -1;
  let asked = 0;
  let timer;

  function activate(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open(options, words) {
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = words;
    activate(-1);
  }

  function close() {
    asked += 1;
    open([], "");
  }

  function option(place, href, ...nodes) {
    const attributes = { id: `search-found-${place}`, href, tabindex: -1, role: "option", "aria-selected": "false" };
    return el("a", attributes, ...nodes);
  }

  async function show(text) {
    asked += 1;
    const mine = asked;
    if (!text.trim()) return open([], "");
    const [{ find }, { index, pageAt }, { marked, shortAuthors }] = await ENGINE();
    const { hits, strict, units, corrected, topics, unread } = await find(index, text);
    const papers = await Promise.all(hits.slice(0, SHOWN).map((number) => index.paper(number)));
    if (mine !== asked || !box.contains(document.activeElement)) return undefined;
    const options = papers.map((paper, place) => {
      const became = paper.became ? `${paper.became} · ` : "";
      const authors = el("small", {}, became, ...marked(shortAuthors(paper), units));
      return option(place, pageAt(`papers/${paper.id}/`), el("span", {}, ...marked(paper.title, units)), authors);
    });
    const all = `${box.action}?q=${encodeURIComponent(text)}`;
    if (hits.length > SHOWN) options.push(option(SHOWN, all, unread ? "All papers" : `All ${count(hits.length, "paper")}`));
    const soFar = unread ? " so far" : "";
    const many = strict ? `${count(strict, "paper")}${soFar}` : `No paper${soFar} has all of these words`;
    const ofMost = topics.length ? "" : " with most of these words";
    const more = hits.length > strict ? `, ${hits.length - strict} more${ofMost}` : "";
    return open(options, `${many}${more}${corrected.map(([, word]) => `, with ${word}`).join("")}`);
  }

  input.addEventListener("focus", async () => {
    const about = await ENGINE().then(([, { index }]) => index.about()).catch(() => undefined);
    if (about) input.placeholder = `Search ${count(about.papers, "paper")}`;
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(input.value).catch(() => open([], FAILED)), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      clearTimeout(timer);
      input.value = "";
      close();
    } else if (list.hidden) {
      return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const places = list.children.length + 1; // the field itself is one of them
      activate(((active + 1 + (event.key === "ArrowDown" ? 1 : places - 1)) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      list.children[active].click();
    }
  });
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || close());
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
}
