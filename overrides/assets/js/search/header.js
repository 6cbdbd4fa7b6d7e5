// Results under the search field as one types: a combobox with a list, after the pattern of
// the ARIA Authoring Practices Guide. Nothing is loaded before the field has the focus.

const SHOWN = 7;
const PAUSE = 120;

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
  const list = document.createElement("div");
  list.id = "search-found";
  list.className = "search-found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Papers found");
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "search-said";
  said.setAttribute("role", "status");
  box.append(list, said);
  Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  }).forEach(([name, value]) => input.setAttribute(name, value));

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

  const close = () => {
    asked += 1;
    open([], "");
  };

  function option(place, href, ...nodes) {
    const link = document.createElement("a");
    Object.assign(link, { id: `search-found-${place}`, href, tabIndex: -1 });
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.append(...nodes);
    return link;
  }

  async function show(text) {
    asked += 1;
    const mine = asked;
    if (!text.trim()) return open([], "");
    const [{ search, address }, { marked, shortAuthors }] = await Promise.all([
      import("./engine.js"),
      import("./marks.js"),
    ]);
    const found = await search(text);
    const papers = await Promise.all(found.hits.slice(0, SHOWN).map((hit) => hit.load()));
    if (mine !== asked || !box.contains(document.activeElement)) return undefined;
    const options = papers.map((paper, place) => {
      const title = document.createElement("span");
      title.append(...marked(paper.title, found.words));
      const authors = document.createElement("small");
      authors.append(...marked(shortAuthors(paper), found.words));
      return option(place, address(paper.path), title, authors);
    });
    const count = found.hits.length;
    const all = `${box.action}?q=${encodeURIComponent(text)}`;
    if (count > SHOWN) options.push(option(SHOWN, all, `All ${count} papers`));
    const instead = found.corrected.map(([, word]) => word).join(", ");
    const many = count === 1 ? "1 paper" : `${count} papers`;
    return open(options, count ? `${many}${instead && ` with ${instead}`}` : "No paper has all of these words");
  }

  input.addEventListener("focus", () => import("./engine.js").then(({ warm }) => warm()));
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(input.value), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape") {
      clearTimeout(timer);
      input.value = "";
      close();
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const places = count + 1; // the field itself is one of them
      const step = event.key === "ArrowDown" ? 1 : places - 1;
      activate(((active + 1 + step) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      list.children[active].click();
    }
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
}
