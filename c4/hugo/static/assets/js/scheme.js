// Light or dark as the reader chose, before anything is painted; without a choice, as the
// system says. Choosing what the system says anyway forgets the choice.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);

  // Where storage is switched off, the choice lasts for the page.
  const stored = (does) => {
    try {
      return does(localStorage);
    } catch {
      return undefined;
    }
  };
  const chosen = stored((all) => all.getItem("scheme"));
  if (chosen === "dark" || chosen === "light") root.dataset.scheme = chosen;

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.scheme");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    show();
    button.hidden = false;
    system.addEventListener("change", show);
    button.addEventListener("click", () => {
      const wanted = isDark() ? "light" : "dark";
      root.dataset.scheme = (wanted === "dark") === system.matches ? "" : wanted;
      stored((all) => all.setItem("scheme", root.dataset.scheme));
      show();
    });
  });
})();
