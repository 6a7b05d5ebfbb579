// The other copies of a story, and two of them side by side.

const RELATIONS = {
  best: "the best copy",
  verbatim: "printed word for word",
  edited: "edited",
  spun: "spun",
  back_translated: "translated there and back",
  translated: "another translation",
  rewritten: "rewritten",
};

function copiesBox(reader) {
  const { detail } = reader;
  const { entries } = reader.index;
  if (!detail.copies.length) return null;
  const items = detail.copies.map(({ n, relation, aligned }) => {
    const entry = entries[n];
    return h("li", {},
      h("button", { type: "button", class: "link", on: { click: () => reader.desk.show(n) } }, apart(entry.title)),
      h("p", { class: "signal" },
        [entry.outlet, `score ${probability(entry.score)}`, RELATIONS[relation] || relation]
          .filter(Boolean).map((words, i) => [i ? " · " : "", apart(words)])),
      aligned ? h("button", { type: "button", on: { click: () => reader.compare(n) } }, "Side by side") : null);
  });
  return h("section", { class: "copies" },
    h("h3", {}, `Other copies of this story (${detail.copies.length + detail.more_copies})`),
    detail.relation
      ? h("p", { class: "soft" }, `This one: ${RELATIONS[detail.relation] || detail.relation}; ${detail.because}.`)
      : null,
    h("ul", {}, items),
    detail.more_copies ? h("p", { class: "soft" }, `and ${number(detail.more_copies)} more`) : null);
}

const FACTS = { figure: "Figures", name: "Names" };

// A sentence with what the other copy prints otherwise marked.
function alignedSentence(cutting, [start, end], spans) {
  if (start < 0) return h("span", { class: "lacking" }, "not in this copy");
  const parts = [];
  let place = start;
  for (const [from, to, kind] of spans) {
    if (from < place || to > end) continue;
    parts.push(cutting.cut(place, from), h("mark", { class: kind, title: kind }, cutting.cut(from, to)));
    place = to;
  }
  return [...parts, cutting.cut(place, end)];
}

// Figures and names in which the copies part: the first thing that an editor checks.
function partedFacts(aligned, left, right) {
  return Object.entries(FACTS).map(([kind, heading]) => {
    const replaced = aligned.replaced.filter((one) => one[4] === kind).map(([a, b, c, d]) =>
      [h("del", {}, left.cut(a, b)), " → ", h("ins", {}, right.cut(c, d))]);
    const [first, second] = aligned.facts[kind];
    const items = [...replaced,
      ...first.map((fact) => [h("del", {}, apart(fact)), " only in this copy"]),
      ...second.map((fact) => [h("ins", {}, apart(fact)), " only in the other copy"])];
    return items.length
      ? h("section", {}, h("h3", {}, heading), h("ul", { class: "swaps" }, items.map((item) => h("li", {}, item))))
      : null;
  });
}

function countRemarks(aligned) {
  const count = (kind) => aligned.lines.filter((line) => line[4] === kind).length;
  const remarks = ["dropped", "added", "moved", "merged", "split"].map((kind) => [count(kind), kind]);
  return [plural(aligned.replaced.length, "replacement"),
    ...remarks.filter(([times]) => times).map(([times, kind]) => `${plural(times, "sentence")} ${kind}`)].join(", ");
}

function alignedLines(aligned, left, right) {
  const byPlace = (first) => aligned.replaced
    .map((one) => [one[first], one[first + 1], one[4]]).sort((a, b) => a[0] - b[0]);
  const [ours, theirs] = [byPlace(0), byPlace(2)];
  return aligned.lines.map(([a, b, c, d, remark]) => h("tr", {},
    h("td", {}, alignedSentence(left, [a, b], ours)),
    h("td", {}, alignedSentence(right, [c, d], theirs), remark ? [" ", h("span", { class: "remark" }, remark)] : null)));
}

// What each kind of mark means, as far as the kind occurs.
function legend(aligned) {
  const kinds = ["figure", "name", "word"].filter((kind) => aligned.replaced.some((one) => one[4] === kind));
  return kinds.length
    ? h("p", { class: "legend soft" }, "Replaced:", kinds.map((kind) => [" ", h("mark", { class: kind }, kind)]))
    : null;
}

function copyHead(entry) {
  return h("th", { scope: "col" }, apart(entry.title),
    h("p", { class: "signal" }, [entry.outlet, `score ${probability(entry.score)}`]
      .filter(Boolean).map((part, i) => [i ? " · " : "", apart(part)])));
}

// Two copies sentence beside sentence, as the detector aligned them.
function comparison(reader, m, other) {
  const { detail, index } = reader;
  const { aligned } = detail.copies.find((copy) => copy.n === m);
  const entry = index.entries[reader.n];
  const back = h("button", { type: "button", on: { click: () => reader.showText(entry) } },
    "Back to the article ", h("kbd", {}, "c"));
  if (!aligned) return h("p", { class: "compared-head" }, "The text of one copy is not available. ", back);
  const [left, right] = [cutter(detail.text), cutter(other.text)];
  return [
    h("p", { class: "compared-head" }, `The other copy beside this one: ${countRemarks(aligned)}. `, back),
    partedFacts(aligned, left, right),
    legend(aligned),
    h("table", { class: "aligned" },
      h("thead", {}, h("tr", {}, copyHead(entry), copyHead(index.entries[m]))),
      h("tbody", {}, alignedLines(aligned, left, right))),
  ];
}
