// The reader's data as a whole: out to a file, in from one, forgotten.

import { button, count, el } from "./dom.js";
import { download } from "./export.js";
import { warn } from "./marks.js";
import { say } from "./notice.js";
import { fromFile, merged, toFile } from "./record.js";

/** The row of buttons, and `show` for when what is kept has changed. */
export function dataTools(store) {
  const save = button({}, "Export as a file");
  const load = button({}, "Import a file");
  const forget = button({}, "Forget all");
  const file = el("input", { type: "file", accept: "application/json,.json" });
  save.addEventListener("click", () =>
    download("reading.json", "application/json", toFile(store.data)),
  );
  load.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    await importFile(store, file.files[0]);
    file.value = "";
  });
  forget.addEventListener("click", () => askToForget(store));
  const show = () => {
    save.disabled = forget.disabled = Object.keys(store.data.papers).length === 0;
  };
  return { row: el("div", { class: "tools" }, save, load, forget), show };
}

/** How much is kept, in words. */
export function factsOf(store) {
  const [saved, read] = [store.having("saved").length, store.having("read").length];
  if (!saved && !read) return "Nothing is saved yet: lists and papers have a button for it.";
  return `${count(saved, "paper")} saved, ${read} marked as read.`;
}

/** Says what was done, and offers to put back what `before` has and is gone. */
export function undoable(store, before, text) {
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
  const sure = button({}, "Forget all");
  const keep = button({ autofocus: true }, "Keep");
  const dialog = el(
    "dialog",
    { "aria-labelledby": "forget-title" },
    el("h2", { id: "forget-title" }, "Forget everything?"),
    el("p", {}, factsOf(store)),
    el("p", {}, sure, " ", keep),
  );
  sure.addEventListener("click", () => {
    dialog.close();
    undoable(store, store.change((data) => (data.papers = {})), "Everything is forgotten.");
  });
  keep.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
