// What the question in the address needs is loaded while the page is still set up.

import { find } from "./find.js";
import { index } from "./index.js";

const text = new URLSearchParams(location.search).get("q");
const papers = async ({ hits }) => Promise.all(hits.slice(0, 10).map((number) => index.paper(number)));
if (text) find(index, text).then(papers).catch(() => undefined); // the page says so itself
