// What papers can be narrowed down by. Within a facet any of the chosen values is enough; of
// several facets all must hold. A value's count is what choosing it would leave.

const KINDS = {
  model: "Model",
  dataset: "Dataset",
  demo: "Demo",
  project: "Project page",
  video: "Video",
};

/** The facets of a catalogue: name, title, and groups of values with title and label. */
export function facets({ groups, kinds, papers }) {
  const years = [...new Set(papers.map(([, date]) => date.slice(0, 4)))];
  const topics = groups.flatMap(([, of]) => of);
  const of = (values) => [{ title: "", values }];
  const kindsOf = ([, , , places]) => places.map((place) => kinds[place]);
  return [
    {
      name: "code",
      title: "Code",
      groups: of([["yes", "With code"]]),
      read: (paper) => (kindsOf(paper).includes("code") ? ["yes"] : []),
    },
    {
      name: "year",
      title: "Year",
      groups: of(years.map((year) => [year || "undated", year || "Undated"])),
      read: ([, date]) => [date.slice(0, 4) || "undated"],
    },
    {
      name: "link",
      title: "Links to",
      groups: of(Object.entries(KINDS)),
      read: (paper) => kindsOf(paper).filter((kind) => kind in KINDS),
    },
    {
      name: "topic",
      title: "Topic",
      groups: groups.map(([title, values]) => ({ title, values })),
      read: ([, , places]) => places.map((place) => topics[place][0]),
    },
  ];
}

/** The papers that hold for what is chosen, a Set of values by facet; `but` is left out of it. */
export function narrowed(all, papers, chosen, but) {
  const asked = all.filter(({ name }) => name !== but && chosen.get(name).size);
  return papers.filter((paper) =>
    asked.every(({ name, read }) => read(paper).some((value) => chosen.get(name).has(value))),
  );
}

/** How many papers each value of each facet would leave, by facet and value. */
export function counts(all, papers, chosen) {
  return new Map(
    all.map((facet) => {
      const number = new Map();
      for (const paper of narrowed(all, papers, chosen, facet.name)) {
        for (const value of facet.read(paper)) number.set(value, (number.get(value) ?? 0) + 1);
      }
      return [facet.name, number];
    }),
  );
}

/** The checkboxes of the facets. */
export function boxes(all) {
  return all.map(({ name, title, groups }) => {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = title;
    set.append(legend);
    for (const group of groups) {
      const part = document.createElement("div");
      if (group.title) {
        part.setAttribute("role", "group");
        part.setAttribute("aria-label", group.title);
        const heading = document.createElement("p");
        heading.textContent = group.title;
        part.append(heading);
      }
      part.append(...group.values.map(([value, label]) => box(name, value, label)));
      set.append(part);
    }
    return set;
  });
}

function box(name, value, text) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "checkbox", name, value });
  const number = document.createElement("span");
  label.append(input, " ", text, " ", number);
  return label;
}
