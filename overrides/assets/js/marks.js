// The two buttons of a paper, "Save" and "Mark as read", that say what the store has.

import { button, el, icon } from "./dom.js";
import { say } from "./notice.js";

const KINDS = {
  saved: { name: "Save", done: "Saved", undone: "No longer saved", paths: ["M6 4h12v16l-6-4.5L6 20z"] },
  read: {
    name: "Mark as read",
    done: "Marked as read",
    undone: "Marked as not read",
    paths: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M8 12.3l2.8 2.7 5-5.5"],
  },
};

let warned = false;

/** Sets the mark where it is not, takes it away where it is. */
export function toggle(store, paper, mark) {
  const on = !store.paper(paper.id)[mark];
  const { title, about, gist, topic, code } = paper;
  store.mark(paper.id, mark, on, { title, about, gist, topic, code });
  warn(store);
  return on;
}

/** As `toggle`, and says it, for who pressed a key and may look elsewhere. */
export function toggleByKey(store, paper, mark) {
  const on = toggle(store, paper, mark);
  if (store.lasting) say(on ? KINDS[mark].done : KINDS[mark].undone);
}

/** Says, once a page, that the storage keeps nothing; gives back whether it did. */
export function warn(store) {
  if (store.lasting || warned) return false;
  warned = true;
  say("Your browser keeps nothing for this site: what you mark lasts until you leave the page.");
  return true;
}

/** The buttons of `paper`: icons with names in a list, with their words where `worded`. */
export function marks(store, paper, { worded = false, only = Object.keys(KINDS) } = {}) {
  const buttons = only.map((mark) => markButton(store, paper, mark, worded));
  return el("span", { class: worded ? "marks worded" : "marks" }, ...buttons);
}

/** Shows on `line`, which holds the buttons of `paper`, what the store has. */
export function refresh(store, paper, line) {
  const record = store.paper(paper.id);
  for (const each of line.querySelectorAll("button[data-mark]"))
    each.setAttribute("aria-pressed", String(Boolean(record[each.dataset.mark])));
}

function markButton(store, paper, mark, worded) {
  const { name, paths } = KINDS[mark];
  const named = worded ? {} : { "aria-label": `${name} ${paper.title}`, title: name };
  const made = button({ "data-mark": mark, "aria-pressed": "false", ...named }, icon(...paths));
  if (worded) made.append(name);
  made.addEventListener("click", () => toggle(store, paper, mark));
  return made;
}
