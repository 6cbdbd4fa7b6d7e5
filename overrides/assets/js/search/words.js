// What was typed, as the words of the index: which parts of it have them, and what was meant
// where none has. The pieces of the vocabulary come from generator/search.py.

const BUCKETS = 64;
const pieces = new Map();

/** Small letters and digits without accents, as `fold` in generator/search.py. */
export const fold = (text) =>
  text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** The beginning that a word shares with its other forms: spikes and spiking, spik. */
export function stem(word) {
  const base = word.replace(/(?:i[sz])?(?:ations?|ing|ed|es|e)$|ies$|y$|(?<!s)s$/u, "");
  return base.length >= 4 ? base : word.length > 3 ? word.replace(/(?<!s)s$/u, "") : word;
}

const ARXIV =
  /(?:https?:\/\/\S*?\/|arxiv\s*:\s*)?(?<!\d)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?(?!\d)\S*/giu;

// In nearly every paper, so they tell none from another, and the longest to load.
const EVERYWHERE = new Set(
  "a an and are as at be by for from in into is it its of on or that the this to via we with".split(" "),
);

/**
 * The words of a query, each once; of an arXiv address or id, the id without its version.
 * Words that are everywhere are left out unless there are no others.
 */
export function split(text) {
  const words = [...new Set(text.replace(ARXIV, " $1 ").split(/\s+/u).map(fold).filter(Boolean))];
  const telling = words.filter((word) => !EVERYWHERE.has(word));
  return telling.length ? telling : words;
}

function bucket(word) {
  const [first, second] = [...word.slice(0, 4)].map((letter) => letter.codePointAt(0));
  return (37 * first + (second ?? 0)) % BUCKETS;
}

async function vocabulary(root, word) {
  const number = bucket(word);
  if (!pieces.has(number)) {
    const answer = fetch(new URL(`words/${number}.json`, root)).then((found) => found.json());
    answer.catch(() => pieces.delete(number));
    pieces.set(number, answer);
  }
  return pieces.get(number);
}

/** How many letters must be changed, added, left out or swapped; more than `most` is Infinity. */
function distance(from, to, most) {
  if (Math.abs(from.length - to.length) > most) return Infinity;
  let before = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      now[column] = Math.min(last[column] + 1, now[column - 1] + 1, last[column - 1] + !same);
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) now[column] = Math.min(now[column], before[column - 2] + 1);
    }
    if (Math.min(...now) > most) return Infinity;
    [before, last] = [last, now];
  }
  return last[to.length];
}

/** The word most likely meant by one that no paper has, or nothing. */
async function meant(root, word) {
  const most = word.length < 4 || /\d/u.test(word) ? 0 : word.length < 8 ? 1 : 2;
  const [first, second, ...rest] = word;
  const starts = most ? [word, second + first, first + rest[0], second + rest[0]] : [];
  let best = { far: most + 1, papers: 0 };
  for (const words of new Set(await Promise.all(starts.map((start) => vocabulary(root, start))))) {
    for (const [candidate, [papers, ...parts]] of Object.entries(words)) {
      const far = distance(word, candidate, most);
      if (far < best.far || (far === best.far && far <= most && papers > best.papers)) {
        best = { far, papers, word: candidate, parts };
      }
    }
  }
  return best.word ? best : undefined;
}

async function parts(root, word) {
  if (word.length < 2) return undefined; // everywhere
  const base = stem(word);
  const found = new Set();
  for (const [known, [, ...places]] of Object.entries(await vocabulary(root, word))) {
    if (known.startsWith(base)) places.forEach((place) => found.add(place));
  }
  return found;
}

/**
 * What to search for: `words`; `places`, the parts of the index that have all of them, of
 * `count` parts; `corrected`, pairs of a word and what is searched for in its place; and
 * `missing`, the words that no paper has.
 */
export async function understand(root, text, count) {
  const understood = { words: [], corrected: [], missing: [] };
  let places = new Set(Array(count).keys());
  for (let word of split(text)) {
    let found = await parts(root, word);
    if (found?.size === 0) {
      const better = await meant(root, word);
      if (better) {
        understood.corrected.push([word, better.word]);
        word = better.word;
        found = await parts(root, word);
      } else {
        understood.missing.push(word);
      }
    }
    if (found) places = new Set([...places].filter((place) => found.has(place)));
    understood.words.push(word);
  }
  return { ...understood, places: [...places] };
}
