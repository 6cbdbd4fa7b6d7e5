// Reading aids: what a reader saves and has read, kept in this browser and nowhere else; single
// keys; what is new. Pages that have more to them load it.

import { brief, button, copyButton, count, dialog, el, say } from "./dom.js";
import { dress, listed } from "./papers.js";
import { FIRST, Store } from "./store.js";

const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const ORDERED = new Set(["home", "topic"]);
const REPEATED = new Set(["j", "k"]);
const KEYS = [
  ["j", "Next paper"],
  ["k", "Previous paper"],
  ["o", "Open the paper"],
  ["s", "Save it, or no longer"],
  ["m", "Mark it as read, or not"],
  ["c", "Copy its citation"],
  ["/", "Search"],
  ["?", "Show these keys"],
];

const root = new URL("../../", import.meta.url);
const store = new Store(root);
const kind = document.querySelector("[data-kind]")?.dataset.kind;
let keys;

const actions = { ...(await aids()), "?": showKeys };
savedLink();
addEventListener("keydown", onKey, { capture: true });
contents();

/** Sets up what pages of this kind have; gives back what keys do there. */
async function aids() {
  if (kind === "saved") return (await import("./saved.js")).savedPage(store, root);
  if (kind === "paper") return (await import("./paper.js")).paperPage(store, root);
  if (kind === "for-you") return (await import("./foryou.js")).forYouPage(store, root);
  if (kind === "search") return (await import("./search/page.js")).searchPage(store);
  if (kind === "feeds") copyFeeds();
  const papers = listed(root);
  if (kind === "home") markNew(papers);
  if (ORDERED.has(kind) && store.having("saved").length >= FIRST) {
    import("./order.js").then(({ offerOrder }) => offerOrder(store, papers));
  }
  return papers.length ? dress(store, papers) : {};
}

/** The links to the saved papers and to what is like them, where there are any; the button that
    shows the keys. */
function savedLink() {
  const [link, like] = ["saved", "for-you"].map((name) => document.querySelector(`[data-${name}]`));
  const show = () => {
    const saved = store.having("saved").length;
    link.hidden = saved === 0 && kind !== "saved";
    like.hidden = saved < FIRST && kind !== "for-you";
    link.querySelector("a").textContent = saved ? `Saved (${saved})` : "Saved";
  };
  store.addEventListener("change", show);
  show();
  const opener = document.querySelector("[data-keys]");
  opener.addEventListener("click", showKeys);
  opener.hidden = false;
}

/** Does what a single key does here, where nobody is typing, and only while the reader leaves
    the keys on (WCAG 2.1.4): while they are off, no single key of any script acts. */
function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key.length !== 1 || event.key === " " || event.target.closest?.(TYPING)) return;
  if (document.querySelector("dialog[open]")) return;
  if (!store.keys) return event.stopImmediatePropagation();
  const action = actions[event.key];
  if (!action) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  if (!event.repeat || REPEATED.has(event.key)) action();
}

/** Opens the dialog that names the keys of this page, and where they are switched off. */
function showKeys() {
  keys ??= keysDialog();
  keys.querySelector("input").checked = store.keys;
  keys.showModal();
}

function keysDialog() {
  const here = KEYS.filter(([key]) => key in actions || key === "/");
  const rows = here.map(([key, does]) =>
    el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)),
  );
  const box = el("input", { type: "checkbox" });
  box.addEventListener("change", () => store.change((data) => (data.keys = box.checked)));
  return dialog(
    "keys-title",
    "Keys",
    { class: "keys" },
    el("dl", {}, ...rows),
    el("p", {}, el("label", {}, box, " Single-key shortcuts")),
    el("p", {}, button("Close", () => keys.close())),
  );
}

/** Marks in the contents the part that is being read. */
function contents() {
  const links = [...document.querySelectorAll(".strip a")];
  const parts = links.map((link) => document.getElementById(link.hash.slice(1)));
  const show = () => {
    const at = parts.findLastIndex((part) => part.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link, place) => {
      if (place === at) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  if (!links.length) return;
  const watch = new IntersectionObserver(show, { rootMargin: "0px 0px -66% 0px" });
  parts.forEach((part) => watch.observe(part));
}

/** Marks those of the front page's `papers` that are new since this reader's last visit, as far
    as this browser knows, and says how many: what is rarer is marked, or else what is not new. */
function markNew(papers) {
  const said = document.querySelector("[data-new]");
  const days = papers.map(({ added }) => added).filter(Boolean).sort();
  const seen = said && days.length && lastSeen(`digest-seen:${root.pathname}`, days.at(-1));
  const fresh = papers.filter(({ added }) => seen && added > seen);
  if (!fresh.length) return;
  said.textContent = `${count(fresh.length, "new paper")} since ${brief(seen)}`;
  said.hidden = false;
  const isRare = fresh.length * 2 < papers.length;
  for (const { box, added } of papers)
    if (added > seen === isRare) box?.classList.add(isRare ? "is-new" : "is-old");
}

/** The newest day that was here at the last visit: a visit is what one tab sees in a session. */
function lastSeen(key, newest) {
  try {
    const seen = sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? "";
    sessionStorage.setItem(key, seen);
    if (!(localStorage.getItem(key) > newest)) localStorage.setItem(key, newest);
    return seen;
  } catch {
    return ""; // storage is switched off: nobody was here before
  }
}

/** Puts beside each feed of the page of feeds a button that copies its address. */
function copyFeeds() {
  for (const row of document.querySelectorAll("article tbody tr")) {
    const followed = row.cells[0].textContent.trim();
    for (const link of row.cells[1].querySelectorAll("a")) {
      const named = { "aria-label": `Copy the address of ${followed} as ${link.textContent.trim()}` };
      const shown = () => say(`Copy this address: ${link.href}`);
      link.after(" ", copyButton("Address", named, () => link.href, shown)[0]);
    }
  }
}
