// Files made in the browser, and the citations that go into one.

const AT_ONCE = 8;
const MOVED = 3;

/** Has the browser download `text` as a file. */
export function download(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href));
}

/**
 * The BibTeX entries of the papers at `addresses`, in their order and each once, and the
 * indexes of those that have none any more.
 */
export async function bibtexOf(addresses) {
  const found = [];
  for (let at = 0; at < addresses.length; at += AT_ONCE)
    found.push(...(await Promise.all(addresses.slice(at, at + AT_ONCE).map((each) => entry(each)))));
  const missing = [...found.keys()].filter((at) => !found[at]);
  return { entries: [...new Set(found.filter(Boolean))], missing };
}

/** The entry beside the page at `address`, or where that page leads when the paper has moved. */
async function entry(address, moves = MOVED) {
  const file = await textAt(new URL("cite.bib", address));
  if (file || !moves) return file;
  const page = new DOMParser().parseFromString(await textAt(address), "text/html");
  const refresh = page.querySelector('meta[http-equiv="refresh" i]')?.content ?? "";
  const next = /url=(.+)$/i.exec(refresh)?.[1];
  return next ? entry(new URL(next, address), moves - 1) : "";
}

/** What stands at `address`; nothing where there is none, or no network. */
async function textAt(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? (await answer.text()).trim() : "";
  } catch {
    return "";
  }
}
