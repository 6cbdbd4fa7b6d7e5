// What papers can be narrowed down by. Within a facet any of the chosen values is enough; of
// several facets all must hold. A value's count is what choosing it would leave; one that would
// leave nothing is not offered.

import { el } from "../dom.js";
import { numbers } from "./index.js";

const KINDS = { model: "Model", dataset: "Dataset", demo: "Demo", project: "Project page", video: "Video" };
const WITH_CODE = "yes";
const UNDATED = "undated";

const year = ({ month }) => month.slice(0, 4) || UNDATED;

/** The facets of index.json and facets.json; `papers` is what they know of papers, by number. */
export class Facets {
  #facets;

  constructor({ groups }, { kinds, papers, months, month, facets, facet }) {
    const topics = groups.flatMap(([group, all]) => all.map(([id, title]) => [id, title, group]));
    const years = [...new Set(months.map((each) => year({ month: each })))].sort().reverse();
    const [ofMonth, ofFacet] = [numbers(month), numbers(facet)];
    let number = 0;
    this.papers = new Map(
      numbers(papers).map((step, at) => {
        const [places, links] = facets[ofFacet[at]];
        number += step;
        return [number, { month: months[ofMonth[at]], topics: places.map((place) => topics[place][0]), links: links.map((place) => kinds[place]) }];
      }),
    );
    this.#facets = [
      { name: "code", title: "Code", values: [[WITH_CODE, "With code"]], of: ({ links }) => (links.includes("code") ? [WITH_CODE] : []) },
      { name: "year", title: "Published", values: years.map((each) => [each, each === UNDATED ? "Undated" : each]), of: (paper) => [year(paper)] },
      { name: "link", title: "Links to", values: Object.entries(KINDS), of: ({ links }) => links },
      { name: "topic", title: "Topic", values: topics, of: (paper) => paper.topics, isByCount: true },
    ];
  }

  /** The papers that hold for what is `chosen`, a Set of values by facet; `but` is left out of it. */
  narrowed(papers, chosen, but) {
    const asked = this.#facets.filter(({ name }) => name !== but && chosen.get(name)?.size);
    return papers.filter((paper) => asked.every(({ name, of }) => of(paper).some((value) => chosen.get(name).has(value))));
  }

  /** A fieldset for each facet that leaves any of `papers`, with counts, or was chosen from. */
  boxes(papers, chosen) {
    return this.#facets.flatMap(({ name, title, values, of, isByCount }) => {
      const counts = new Map();
      for (const value of this.narrowed(papers, chosen, name).flatMap(of)) counts.set(value, (counts.get(value) ?? 0) + 1);
      const offered = values.filter(([value]) => counts.has(value) || chosen.get(name)?.has(value));
      if (isByCount) offered.sort(([one], [other]) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
      const most = Math.max(...counts.values());
      const rows = offered.map(([value, label, group]) => {
        const count = counts.get(value) ?? 0;
        const input = el("input", { type: "checkbox", name, value, checked: chosen.get(name)?.has(value) ?? false });
        const bar = el("i", { "data-group": group ?? false });
        bar.style.setProperty("--share", `${(100 * count) / most}%`);
        return el("label", {}, input, el("span", {}, label), bar, el("span", { class: "finder-count" }, String(count)));
      });
      return rows.length ? [el("fieldset", {}, el("legend", {}, title), ...rows)] : [];
    });
  }
}
