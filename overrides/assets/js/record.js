// What is kept of a reader's papers, as data: made sound whatever a storage or a file holds.

export const VERSION = 1;
export const FORMAT = "digest-reading";

const ID = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,199}$/u;
const LONGEST = 1000;

/** Nothing marked, shortcuts on. */
export const empty = () => ({ version: VERSION, keys: true, papers: {} });

/** `data` with what is sound in it and nothing else. */
export function clean(data) {
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
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("This is not a JSON file");
  }
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
