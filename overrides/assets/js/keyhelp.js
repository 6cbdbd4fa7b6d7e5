// The dialog that names the keys, and where they are switched off.

import { button, el } from "./dom.js";

const NAMES = [
  ["j", "Next paper"],
  ["k", "Previous paper"],
  ["o", "Open the paper"],
  ["s", "Save it, or no longer"],
  ["m", "Mark it as read, or not"],
  ["u", "Undo a removal"],
  ["c", "Copy its citation"],
  ["/", "Search"],
  ["?", "Show these keys"],
];

let dialog;

/** Opens the dialog with the keys; `actions` are those of this page. */
export function showKeys(store, actions) {
  dialog ??= document.body.appendChild(made(store, actions));
  dialog.querySelector("input").checked = store.keys;
  dialog.showModal();
}

function made(store, actions) {
  const here = NAMES.filter(([key]) => key in actions || key === "/");
  const rows = here.map(([key, does]) =>
    el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)),
  );
  const box = el("input", { type: "checkbox" });
  box.addEventListener("change", () => store.change((data) => (data.keys = box.checked)));
  const close = button({}, "Close");
  const shown = el(
    "dialog",
    { class: "keys", "aria-labelledby": "keys-title" },
    el("h2", { id: "keys-title" }, "Keys"),
    el("dl", {}, ...rows),
    el("p", {}, el("label", {}, box, " Single-key shortcuts")),
    el("p", {}, close),
  );
  close.addEventListener("click", () => shown.close());
  return shown;
}
