// What a reader marked, in localStorage: one key for each digest of a host, one value with a
// version, the same in all tabs. A storage that is switched off, full or spoilt costs no more
// than that the choice lasts for the page; `lasting` says which it is. Whatever a storage or a
// file holds is made sound.

/** How many saved papers it takes to rank others for the reader. */
export const FIRST = 3;

const VERSION = 1;
const FORMAT = "digest-reading";

const ID = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,199}$/u;
const LONGEST = 1000;

export class Store extends EventTarget {
  #key;
  #data = empty();
  lasting = true;

  /** `root` is the address of the digest, such as https://user.github.io/a/. */
  constructor(root) {
    super();
    this.#key = `digest:${root.pathname}`;
    this.#read();
    addEventListener("storage", (event) => {
      if (event.key === this.#key || event.key === null) this.#refresh();
    });
    addEventListener("pageshow", (event) => event.persisted && this.#refresh());
  }

  /** The record of a paper: {title, about, saved, read}, the last two as ISO dates or absent. */
  paper = (id) => this.#data.papers[id] ?? {};

  /** [id, record] of the papers that have `mark` ("saved" or "read"), the last marked first. */
  having(mark) {
    const marked = Object.entries(this.#data.papers).filter(([, record]) => record[mark]);
    return marked.sort(([, one], [, other]) => other[mark].localeCompare(one[mark]));
  }

  /** Whether the single-key shortcuts are on. */
  get keys() {
    return this.#data.keys;
  }

  /** All that is kept, as an object of its own. */
  get data() {
    return structuredClone(this.#data);
  }

  /** Sets or takes away a mark; what a list does not know of the paper stays. */
  mark(id, mark, on, { title, about, gist, topic, code }) {
    const known = Object.entries({ title, about, gist, topic, code }).filter(([, value]) => value);
    this.change((data) => {
      const { [mark]: before, ...others } = { ...data.papers[id], ...Object.fromEntries(known) };
      const when = before ?? new Date().toISOString();
      data.papers[id] = on ? { ...others, [mark]: when } : others;
    });
  }

  /** Has marks of `papers` that stand under a `former` id follow the paper to its new one. */
  moved(papers) {
    const old = papers.flatMap(({ id, former = [] }) => former.map((was) => [was, id]));
    const marked = old.filter(([was]) => was in this.#data.papers);
    if (!marked.length) return;
    this.change((data) => {
      for (const [was, id] of marked) {
        data.papers[id] = { ...data.papers[was], ...data.papers[id] };
        delete data.papers[was];
      }
    });
  }

  /** Changes what is kept by `change(data)`, in all tabs; gives back what it was before. */
  change(change) {
    this.#read();
    const before = this.data;
    change(this.#data);
    this.#data = clean(this.#data);
    this.#write();
    this.dispatchEvent(new Event("change"));
    return before;
  }

  #refresh() {
    this.#read();
    this.dispatchEvent(new Event("change"));
  }

  #read() {
    if (!this.lasting) return;
    try {
      const kept = parsed(localStorage.getItem(this.#key));
      this.lasting = !(kept?.version > VERSION); // a later release's: not ours to write over
      this.#data = this.lasting ? clean(kept) : empty();
    } catch {
      this.lasting = false;
    }
  }

  #write() {
    if (!this.lasting) return;
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#data));
    } catch {
      this.lasting = false;
    }
  }
}

/** The value that JSON stands for; undefined where it is none. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nothing marked, shortcuts on. */
const empty = () => ({ version: VERSION, keys: true, papers: {} });

/** `data` with what is sound in it and nothing else. */
function clean(data) {
  const papers = Object.entries(object(data?.papers))
    .filter(([id]) => ID.test(id))
    .map(([id, record]) => [id, cleanRecord(object(record))])
    .filter(([, record]) => record.saved || record.read || record.less);
  return { version: VERSION, keys: data?.keys !== false, papers: Object.fromEntries(papers) };
}

/** `data` and what `other` has beyond it; where both say something, `data` is right. */
export function merged(data, other) {
  const papers = { ...other.papers };
  for (const [id, record] of Object.entries(data.papers)) papers[id] = { ...papers[id], ...record };
  return { ...data, papers };
}

/** The text of a file with everything in `data`. */
export const toFile = (data) => `${JSON.stringify({ format: FORMAT, ...data }, null, 2)}\n`;

/** What a file holds; throws an Error with words for the reader where it is none of ours. */
export function fromFile(text) {
  const data = parsed(text);
  if (data === undefined) throw new Error("This is not a JSON file");
  if (data?.format !== FORMAT) throw new Error("This file was not exported from a digest");
  if (data.version !== VERSION) throw new Error("This file comes from another version");
  return clean(data);
}

function cleanRecord({ title, about, gist, topic, code, saved, read, less, words }) {
  const record = { title: text(title), about: text(about) };
  if (text(gist)) record.gist = text(gist);
  if (text(topic)) record.topic = text(topic);
  if (/^https?:\/\//i.test(text(code))) record.code = code;
  if (isTime(saved)) record.saved = saved;
  if (isTime(read)) record.read = read;
  if (isTime(less)) record.less = less;
  if (Array.isArray(words)) record.words = words.slice(0, LONGEST).map(text).filter(Boolean);
  return record;
}

const object = (value) => (value && typeof value === "object" ? value : {});
const text = (value) => (typeof value === "string" ? value.slice(0, LONGEST) : "");
const isTime = (value) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
