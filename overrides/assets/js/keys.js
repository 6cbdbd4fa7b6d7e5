// Single keys, where nobody is typing, and only while the reader leaves them on (WCAG 2.1.4).

const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const REPEATED = new Set(["j", "k"]);

/** Does `actions[key]` on a key. While shortcuts are off, no single key of any script acts. */
export function listen(store, actions) {
  const heard = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key.length !== 1 || event.key === " " || !isFree(event.target)) return;
    if (!store.keys) return event.stopImmediatePropagation();
    const action = actions[event.key];
    if (!action) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (!event.repeat || REPEATED.has(event.key)) action();
  };
  addEventListener("keydown", heard, { capture: true });
}

const isFree = (target) => !target.closest?.(TYPING) && !document.querySelector("dialog[open]");
