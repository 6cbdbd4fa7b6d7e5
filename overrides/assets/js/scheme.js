// Light or dark as the reader chose, before anything is painted; without a choice, as the
// system says. Choosing what the system says anyway forgets the choice.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);

  try {
    const chosen = localStorage.getItem("scheme");
    if (chosen === "dark" || chosen === "light") root.dataset.scheme = chosen;
  } catch {
    // Storage is switched off: the choice lasts for the page.
  }

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.scheme");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    show();
    button.hidden = false;
    system.addEventListener("change", show);
    button.addEventListener("click", () => {
      const wanted = isDark() ? "light" : "dark";
      const asSystem = (wanted === "dark") === system.matches;
      if (asSystem) delete root.dataset.scheme;
      else root.dataset.scheme = wanted;
      try {
        if (asSystem) localStorage.removeItem("scheme");
        else localStorage.setItem("scheme", wanted);
      } catch {
        // As above.
      }
      show();
    });
  });
})();
