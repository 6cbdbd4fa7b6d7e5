// The page of saved papers: the list, its citations as a file, and what the reader's data as a
// whole can do: out to a file, in from one, forgotten.

import { button, count, dialog, el, say } from "./dom.js";
import { addressOf, current, keysOf, marks, pageFrom, showMarks, textAt, warn } from "./papers.js";
import { fromFile, merged, toFile } from "./store.js";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const MOVED = 3;

/** Fills the page; gives back what keys do on it. */
export function savedPage(store, root) {
  const opening = document.querySelector(".opening");
  const facts = el("p");
  const list = el("div");
  const bibtex = button("Download BibTeX", () => takeBibtex(store, root));
  const data = dataTools(store);
  const made = [el("div", { class: "tools" }, bibtex), list, el("h2", {}, "Your data"), ...opening.childNodes, data.row];
  document.querySelector(".without-script").replaceWith(...made);
  opening.append(facts);

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
  const removeCurrent = () => {
    const paper = current(papers);
    if (paper) remove(store, paper);
  };
  return { ...keysOf(store, () => papers), s: removeCurrent };
}

function paperOf(store, root, id, { title, about, gist, topic, code, saved }) {
  const link = el("a", { href: addressOf(id, root) }, title || id);
  const time = el("time", { datetime: saved }, DAY.format(new Date(saved)));
  const paper = { id, title, about, gist, topic, code, link };
  const line = marks(store, paper, { worded: true, only: ["read"] });
  line.append(button("Remove", () => remove(store, paper), { "aria-label": `Remove ${title || id}` }));
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

/** Has the browser download `text` as a file. */
function download(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href));
}

/**
 * The BibTeX entries of the papers at `addresses`, in their order and each once, and the
 * indexes of those that have none any more.
 */
async function bibtexOf(addresses) {
  const found = await Promise.all(addresses.map((each) => entry(each)));
  const missing = [...found.keys()].filter((at) => !found[at]);
  return { entries: [...new Set(found.filter(Boolean))], missing };
}

/** The entry beside the page at `address`, or where that page leads when the paper has moved. */
async function entry(address, moves = MOVED) {
  const file = await textAt(new URL("cite.bib", address));
  if (file || !moves) return file;
  const page = await pageFrom(address);
  const refresh = page.querySelector('meta[http-equiv="refresh" i]')?.content ?? "";
  const next = /url=(.+)$/i.exec(refresh)?.[1];
  return next ? entry(new URL(next, address), moves - 1) : "";
}

/** The row of buttons, and `show` for when what is kept has changed. */
export function dataTools(store) {
  const file = el("input", { type: "file", accept: "application/json,.json" });
  const save = button("Export as a file", () => download("reading.json", "application/json", toFile(store.data)));
  const load = button("Import a file", () => file.click());
  const forget = button("Forget all", () => askToForget(store));
  file.addEventListener("change", async () => {
    await importFile(store, file.files[0]);
    file.value = "";
  });
  const show = () => {
    save.disabled = forget.disabled = Object.keys(store.data.papers).length === 0;
  };
  return { row: el("div", { class: "tools" }, save, load, forget), show };
}

/** How much is kept, in words. */
function factsOf(store) {
  const [saved, read] = [store.having("saved").length, store.having("read").length];
  if (!saved && !read) return "Nothing is saved yet: lists and papers have a button for it.";
  return `${count(saved, "paper")} saved, ${read} marked as read.`;
}

/** Says what was done, and offers to put back what `before` has and is gone. */
function undoable(store, before, text) {
  if (warn(store)) return;
  say(text, () => store.change((data) => Object.assign(data, merged(data, before))));
}

async function importFile(store, file) {
  if (!file) return;
  let other;
  try {
    other = fromFile(await file.text());
  } catch (error) {
    say(`${error.message}: nothing has changed.`);
    return;
  }
  store.change((data) => Object.assign(data, merged(data, other)));
  if (!warn(store)) say(`Added what the file has of ${count(Object.keys(other.papers).length, "paper")}.`);
}

function askToForget(store) {
  const sure = () => {
    asked.close();
    undoable(store, store.change((data) => (data.papers = {})), "Everything is forgotten.");
  };
  const answers = [button("Forget all", sure), " ", button("Keep", () => asked.close(), { autofocus: true })];
  const asked = dialog("forget-title", "Forget everything?", {}, el("p", {}, factsOf(store)), el("p", {}, ...answers));
  asked.addEventListener("close", () => asked.remove());
  asked.showModal();
}
