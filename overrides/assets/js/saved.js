// The page of saved papers: the list, and what can be done with all of it.

import { button, count, el } from "./dom.js";
import { bibtexOf, download } from "./export.js";
import { current, keysOf, showMarks } from "./list.js";
import { marks, toggleByKey } from "./marks.js";
import { say, takeBack } from "./notice.js";
import { addressOf } from "./papers.js";
import { dataTools, factsOf, undoable } from "./savedata.js";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** Fills the page; gives back what keys do on it. */
export function savedPage(store, root) {
  const note = document.querySelector("article h1 + p");
  const facts = el("p");
  const list = el("div");
  const bibtex = button({}, "Download BibTeX");
  const data = dataTools(store);
  bibtex.addEventListener("click", () => takeBibtex(store, root));
  note.nextElementSibling.remove();
  note.before(facts, el("div", { class: "tools" }, bibtex), list, el("h2", {}, "Your data"));
  note.after(data.row);

  let papers = [];
  const show = () => {
    const saved = store.having("saved");
    facts.textContent = factsOf(store);
    bibtex.disabled = saved.length === 0;
    data.show();
    if (String(saved.map(([id]) => id)) !== String(papers.map(({ id }) => id))) {
      const at = papers.indexOf(current(papers));
      papers = saved.map(([id, kept]) => paperOf(store, root, id, kept));
      list.replaceChildren(...papers.map(({ box }) => box));
      if (at >= 0) (papers[at] ?? papers.at(-1))?.link.focus();
    }
    for (const paper of papers) showMarks(store, paper);
  };
  store.addEventListener("change", show);
  show();
  const read = (paper) => toggleByKey(store, paper, "read");
  return { ...keysOf(() => papers, (paper) => remove(store, paper), read), u: takeBack };
}

function paperOf(store, root, id, { title, about, gist, topic, code, saved }) {
  const link = el("a", { href: addressOf(id, root) }, title || id);
  const time = el("time", { datetime: saved }, DAY.format(new Date(saved)));
  const gone = button({ "aria-label": `Remove ${title || id}` }, "Remove");
  const paper = { id, title, about, gist, topic, code, link };
  const line = marks(store, paper, { worded: true, only: ["read"] });
  line.append(gone);
  const said = [about, topic].filter(Boolean).map((words) => `${words} · `);
  const leads = code ? [" · ", el("a", { href: code }, "code")] : [];
  paper.place = el("div", { class: "kept" }, ...said, "saved ", time, ...leads, line);
  paper.box = el(
    "div",
    { class: "row" },
    el("h3", { dir: "auto" }, link),
    el("p", { class: "gist", dir: "auto" }, gist ?? ""),
    paper.place,
  );
  gone.addEventListener("click", () => remove(store, paper));
  return paper;
}

function remove(store, { id }) {
  const before = store.change((data) => delete data.papers[id].saved);
  undoable(store, before, "Removed");
}

async function takeBibtex(store, root) {
  const saved = store.having("saved");
  say(`Fetching ${count(saved.length, "citation")}`);
  const { entries, missing } = await bibtexOf(saved.map(([id]) => addressOf(id, root)));
  if (entries.length) download("saved.bib", "application/x-bibtex", `${entries.join("\n\n")}\n`);
  const without = missing.map((at) => saved[at][1].title || saved[at][0]).join("; ");
  say(`${count(entries.length, "citation")} downloaded.${without && ` None found for: ${without}`}`);
}
