// What papers can be narrowed down by. Within a facet any of the chosen values is enough; of
// several facets all must hold. A value's count is what choosing it would leave; one that would
// leave nothing is not offered.

import { el } from "../dom.js";
import { numbers } from "./index.js";

const KINDS = { model: "Model", dataset: "Dataset", demo: "Demo", project: "Project page", video: "Video" };

/** The facets that `data` (facets.json) has: papers by number, topics by id, and what to choose from. */
export function facetsOf({ groups, kinds, papers, months, month, facets, facet }) {
  const topics = groups.flatMap(([group, all]) => all.map(([id, title]) => ({ id, title, group })));
  const [ofMonth, ofFacet] = [numbers(month), numbers(facet)];
  let number = 0;
  const byNumber = numbers(papers).map((step, at) => {
    const [places, links] = facets[ofFacet[at]];
    number += step;
    return [number, { month: months[ofMonth[at]], topics: places.map((place) => topics[place].id), links: links.map((place) => kinds[place]) }];
  });
  const year = (paper) => paper.month.slice(0, 4) || "undated";
  const years = [...new Set(months.map((each) => year({ month: each })))].sort().reverse();
  return {
    papers: new Map(byNumber),
    topics: new Map(topics.map(({ id, title }) => [id, title])),
    facets: [
      { name: "code", title: "Code", values: [["yes", "With code"]], of: ({ links }) => (links.includes("code") ? ["yes"] : []) },
      { name: "year", title: "Published", values: years.map((each) => [each, each === "undated" ? "Undated" : each]), of: (paper) => [year(paper)] },
      { name: "link", title: "Links to", values: Object.entries(KINDS), of: ({ links }) => links },
      { name: "topic", title: "Topic", values: topics.map(({ id, title, group }) => [id, title, group]), of: (paper) => paper.topics, isByCount: true },
    ],
  };
}

/** The papers that hold for what is `chosen`, a Set of values by facet; `but` is left out of it. */
export function narrowed(facets, papers, chosen, but) {
  const asked = facets.filter(({ name }) => name !== but && chosen.get(name)?.size);
  return papers.filter((paper) => asked.every(({ name, of }) => of(paper).some((value) => chosen.get(name).has(value))));
}

/** A fieldset for each facet that leaves any of `papers`, with counts, or was chosen from. */
export function boxes(facets, papers, chosen) {
  return facets.flatMap(({ name, title, values, of, isByCount }) => {
    const counts = new Map();
    for (const paper of narrowed(facets, papers, chosen, name)) {
      for (const value of of(paper)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const offered = values.filter(([value]) => counts.has(value) || chosen.get(name)?.has(value));
    if (isByCount) offered.sort(([one], [other]) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
    const most = Math.max(...counts.values());
    const rows = offered.map(([value, label, group]) => {
      const count = counts.get(value) ?? 0;
      const input = el("input", { type: "checkbox", name, value, checked: chosen.get(name)?.has(value) ?? false });
      const bar = el("i", { "data-group": group ?? false });
      bar.style.setProperty("--share", `${(100 * count) / most}%`);
      return el("label", {}, input, el("span", {}, label), bar, el("span", {}, String(count)));
    });
    return rows.length ? [el("fieldset", {}, el("legend", {}, title), ...rows)] : [];
  });
}
