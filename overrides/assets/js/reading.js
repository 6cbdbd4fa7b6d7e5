// Reading aids: what a reader saves and has read, kept in this browser and nowhere else. Each
// page loads what it needs.

import { Store } from "./store.js";

const root = new URL("../../", import.meta.url);
const store = new Store(root);
const kind = document.querySelector("[data-kind]")?.dataset.kind;

const actions = { ...(await aids()), "?": help };
await furniture();
contents();

/** Sets up what pages of this kind have; gives back what keys do there. */
async function aids() {
  if (kind === "saved") return (await import("./saved.js")).savedPage(store, root);
  if (kind === "paper") return (await import("./paper.js")).paperPage(store, root);
  if (kind === "for-you") return (await import("./foryou.js")).forYouPage(store, root);
  if (kind === "feeds") return (await import("./feeds.js")).feedsPage();
  if (kind === "search") return (await import("./search/page.js")).searchPage(store);
  const papers = (await import("./papers.js")).listed(root);
  if (kind === "home") (await import("./visit.js")).markNew(papers, root);
  return papers.length ? (await import("./list.js")).dress(store, papers) : {};
}

/** The link to the saved papers, where there are any; the button that shows the keys. */
async function furniture() {
  const link = document.querySelector("[data-saved]");
  const show = () => {
    const saved = store.having("saved").length;
    link.hidden = saved === 0 && kind !== "saved";
    link.querySelector("a").textContent = saved ? `Saved (${saved})` : "Saved";
  };
  store.addEventListener("change", show);
  show();
  (await import("./keys.js")).listen(store, actions);
  const button = document.querySelector("[data-keys]");
  button.addEventListener("click", help);
  button.hidden = false;
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

async function help() {
  (await import("./keyhelp.js")).showKeys(store, actions);
}
