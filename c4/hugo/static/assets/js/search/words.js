// Text as the words it is found by: `fold`, `pieces` and `stem` do as generator/text/words.py,
// so that what is typed meets what was indexed.

const COMMON =
  "a an and are as at be been but by can do does for from has have how in into is it its not of on or our such than that the their these they this to via was we were what when which with you";

/** Words that are in nearly every text, and in no index. */
export const STOP_WORDS = new Set(COMMON.split(" "));

const LETTERS = { ł: "l", ø: "o", đ: "d", ı: "i", ð: "d", ħ: "h", ŧ: "t", ß: "ss", æ: "ae", œ: "oe", þ: "th", "'": "", "’": "" };
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");
const UNSPACED = "\\u3005\\u3040-\\u30ff\\u3400-\\u9fff";
export const WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
const SIGNED = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{1,3}[+*#]+(?![\p{L}\p{N}])/gu;

/** `text` in small letters, without accents and apostrophes; other signs stay. */
export const fold = (text) =>
  text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(LETTER, (letter) => LETTERS[letter]);

/** The letters and digits of `text` in one. */
export const joined = (text) => (fold(text).match(WORD) ?? []).join("");

/** What stands between two spaces as words: the `whole`, its `parts`, and words with a sign. */
export function pieces(chunk) {
  const plain = fold(chunk);
  const parts = plain.match(WORD) ?? [];
  if (!parts.some((part) => part > "\u3000")) {
    return { whole: parts.join(""), parts, signed: plain.match(SIGNED) ?? [] };
  }
  return { whole: "", parts: parts.flatMap(byTwo), signed: [] };
}

function byTwo(part) {
  const letters = [...part];
  if (part < "\u3000" || letters.length < 2) return [part];
  return letters.slice(1).map((letter, at) => letters[at] + letter);
}

/** A web address as one word: of a repository its owner and name, else host and path. */
export function address(url) {
  const path = url.replace(/^https?:\/\/(?:www\.)?|[?#].*|(?:\.git|\.pdf)?\/*$/gu, "");
  return joined(path.replace(REPOSITORY, "$1"));
}

const REPOSITORY =
  /^(?:github\.com|gitlab\.com|huggingface\.co|hf\.co)\/(?:(?:papers|models|datasets|spaces)\/)?([^/]+(?:\/[^/]+)?).*/u;

// What is greater or greatest; how the British write, and what Americans do.
const SPELLINGS = [
  [/^(cheap|deep|fast|flat|hard|high|long|low|sharp|short|slow|small|strong|weak)e(?:r|st)$/u, "$1"],
  [/^(large|rare|safe|simple|wide)(?:r|st)$/u, "$1"],
  [/^(eas|heav|nois)ie(?:r|st)$/u, "$1y"],
  [/(?<=[dghlmnprt])is(?=(?:e[rsd]?|ers|ing|able|ations?)$)/u, "iz"],
  [/ys(?=(?:e[rsd]?|ers|ing)$)/u, "yz"],
  [/(?<=..)our(?=(?:s|ed|ing|al|able|ful|ism|ist|ite)?$)/u, "or"],
  [/tre(?=s?$)/u, "ter"],
  [/(?<=def|off|lic|pret)ence(?=s?$)/u, "ense"],
  [/ogue(?=s?$)/u, "og"],
  [/(?<=[aeiouy].*[aeiou])ll(?=(?:ed|ing|er|ers)$)/u, "l"],
];
// Suffixes, longest first within a step, with what they leave and the part of the word that
// they must stand in: behind its first, or its second, vowel with a consonant after it.
const STEPS = [
  [1, "ational:ate tional:tion enci:ence anci:ance abli:able entli:ent ization:ize izer:ize ation:ate ator:ate alism:al aliti:al alli:al fulness:ful ousli:ous ousness:ous iveness:ive iviti:ive biliti:ble bli:ble logi:log fulli:ful lessli:less cli:c dli:d eli:e gli:g hli:h kli:k mli:m nli:n rli:r tli:t"],
  [1, "ational:ate tional:tion alize:al icate:ic iciti:ic ical:ic ful: ness:"],
  [2, "ement: ment: ance: ence: able: ible: ant: ent: ism: ate: iti: ous: ive: ize: sion:s tion:t al: er: ic:"],
].map(([region, pairs]) => [region, pairs.split(" ").map((pair) => pair.split(":"))]);

const stems = new Map();

/** What a word has in common with its other forms, British or American: spik of spikes, spiking. */
export function stem(word) {
  if (word.length < 4 || !/^[a-z]+$/u.test(word)) return word;
  if (!stems.has(word)) stems.set(word, stemmed(word));
  return stems.get(word);
}

// The rules of Porter's stemmer for English (https://snowballstem.org/algorithms/english/stemmer.html).
function stemmed(word) {
  let base = SPELLINGS.reduce((now, [from, to]) => now.replace(from, to), word);
  const first = /^(?:gener|commun|arsen|.*?[aeiouy][^aeiouy])/u.exec(base)?.[0].length ?? Infinity;
  const second = first + (/^.*?[aeiouy][^aeiouy]/u.exec(base.slice(first))?.[0].length ?? Infinity);
  base = base.replace(/sses$/u, "ss").replace(/(?<=..)ie[sd]$/u, "i").replace(/(?<=[aeiouy].*[^us])s$/u, "");
  if (/eed(?:ly)?$/u.test(base)) {
    base = base.replace(/eed(?:ly)?$/u, base.search(/eed(?:ly)?$/u) >= first ? "ee" : "eed");
  } else if (/[aeiouy].*(?:ed|ing)(?:ly)?$/u.test(base)) {
    base = base.replace(/(?:ed|ing)(?:ly)?$/u, "");
    if (/(?:at|bl|iz)$/u.test(base)) base += "e";
    else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/u.test(base)) base = base.slice(0, -1);
    else if (base.length <= first && /[^aeiouy][aeiouy][^aeiouywx]$/u.test(base)) base += "e";
  }
  base = base.replace(/(?<=.[^aeiouy])y$/u, "i");
  for (const [region, pairs] of STEPS) {
    const found = pairs.find(([ending]) => base.endsWith(ending));
    if (!found) continue;
    const at = base.length - found[0].length;
    const letter = found[1].length === 1 ? 1 : 0; // which may stand before the region
    if (at + letter >= (region === 1 ? first : second)) base = base.slice(0, at) + found[1];
  }
  const isShort = /(?:^|[^aeiouy])[aeiouy][^aeiouywx]e$/u.test(base);
  if (base.endsWith("e") && (base.length > second || (base.length > first && !isShort))) return base.slice(0, -1);
  return base.length > second ? base.replace(/ll$/u, "l") : base;
}
