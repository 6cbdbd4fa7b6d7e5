// The medians of five Lighthouse runs on each kind of page, on a phone and on a desktop.
//
//   npm ci && npm start -- ../../site [--runs 5] [PATH…]
//
// The site is served as a static host would serve it: compressed, from a folder of its host.
// Exit code 1 where a page misses what the project promises: accessibility, best practices
// and SEO 100, performance 98.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { existsSync, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

const FOLDER = "/digest/";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};
const PACKED = new Set([".png", ".woff2"]);
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const LEAST = [98, 100, 100, 100];
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const { values, positionals } = parseArgs({
  options: { runs: { type: "string", default: "5" } },
  allowPositionals: true,
});
const [site = "../../site", ...chosen] = positionals;
const root = resolve(site);
if (!existsSync(join(root, "404.html"))) {
  console.error(`${site}: no built site: run "make site" first`);
  process.exit(2);
}
const paths = chosen.length ? chosen : ["", firstPaper(), "topics/", firstTopic(), "search/?q=language+models", "stats/"];

const server = createServer(answer).listen(0, "127.0.0.1");
await new Promise((ready) => server.once("listening", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await launch({ chromePath: process.env.CHROME_PATH, chromeFlags: FLAGS });
const faults = new Set();
try {
  console.log("| page | device | performance | accessibility | best practices | SEO | LCP | CLS | TBT |");
  console.log("|---|---|--:|--:|--:|--:|--:|--:|--:|");
  for (const path of paths) {
    for (const device of ["phone", "desktop"]) await measure(path, device);
  }
} finally {
  browser.kill();
  server.close();
}
if (faults.size) console.log(`\nBelow what is promised:\n- ${[...faults].join("\n- ")}`);
process.exitCode = faults.size ? 1 : 0;

async function measure(path, device) {
  const runs = [];
  for (let run = 0; run < Number(values.runs); run += 1) {
    const flags = { port: browser.port, onlyCategories: CATEGORIES, logLevel: "error" };
    const { lhr } = await lighthouse(
      origin + FOLDER + path, flags, device === "desktop" ? desktopConfig : undefined,
    );
    runs.push(lhr);
  }
  const scores = CATEGORIES.map((name) => median(runs.map((run) => 100 * run.categories[name].score)));
  const audit = (name) => median(runs.map((run) => run.audits[name].numericValue));
  const short = scores.some((score, index) => Math.round(score) < LEAST[index]);
  const times = [
    `${(audit("largest-contentful-paint") / 1000).toFixed(2)} s`,
    audit("cumulative-layout-shift").toFixed(3),
    `${audit("total-blocking-time").toFixed(0)} ms`,
  ];
  const row = [`/${path}`, device, ...scores.map(Math.round), ...times];
  console.log(`| ${row.join(" | ")} |`);
  if (short) failed(runs[0]).forEach((line) => faults.add(`/${path} on a ${device}: ${line}`));
}

function failed(run) {
  const counted = CATEGORIES.flatMap((name) => run.categories[name].auditRefs.filter((ref) => ref.weight));
  return counted
    .map((ref) => run.audits[ref.id])
    .filter((audit) => audit.score !== null && audit.score < 0.9)
    .map((audit) => `${audit.title} (${audit.displayValue || audit.id})`);
}

async function answer(request, response) {
  const asked = decodeURIComponent(new URL(request.url, origin).pathname);
  let file = join(root, normalize(`/${asked.slice(FOLDER.length)}`));
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  const found = asked.startsWith(FOLDER) && existsSync(file);
  const body = await readFile(found ? file : join(root, "404.html"));
  const type = found ? extname(file) : ".html";
  const headers = { "Content-Type": TYPES[type] ?? "application/octet-stream", "Cache-Control": "max-age=600" };
  if (!PACKED.has(type)) headers["Content-Encoding"] = "gzip";
  response.writeHead(found ? 200 : 404, headers);
  response.end(PACKED.has(type) ? body : gzipSync(body));
}

function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function firstPaper() {
  return `papers/${folders("papers")[0]}/`;
}

function firstTopic() {
  return `topics/${folders("topics")[0]}/`;
}

function folders(name) {
  return readdirSync(join(root, name), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
