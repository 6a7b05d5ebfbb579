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
// Above so many cells two texts are shown without a word-by-word comparison.
const MOST_CELLS = 9_000_000;

function copiesBox(reader) {
  const { detail } = reader;
  const { entries } = reader.index;
  if (!detail.copies.length) return null;
  const items = detail.copies.map(({ n, relation }) => {
    const entry = entries[n];
    return h("li", {},
      h("button", { type: "button", class: "link", on: { click: () => reader.desk.show(n) } }, apart(entry.title)),
      h("p", { class: "signal" },
        [entry.outlet, `score ${probability(entry.score)}`, RELATIONS[relation] || relation]
          .filter(Boolean).map((words, i) => [i ? " · " : "", apart(words)])),
      h("button", { type: "button", on: { click: () => reader.compare(n) } }, "Side by side"));
  });
  return h("section", { class: "copies" },
    h("h3", {}, `Other copies of this story (${detail.copies.length + detail.more_copies})`),
    detail.relation
      ? h("p", { class: "soft" }, `This one: ${RELATIONS[detail.relation] || detail.relation}; ${detail.because}.`)
      : null,
    h("ul", {}, items),
    detail.more_copies ? h("p", { class: "soft" }, `and ${number(detail.more_copies)} more`) : null);
}

// Longest common subsequence over words: what both have, the rest is what differs.
function differing(left, right) {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(left.length, right.length) - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const a = left.slice(head, left.length - tail);
  const b = right.slice(head, right.length - tail);
  const keptLeft = left.map((_, i) => i < head || i >= left.length - tail);
  const keptRight = right.map((_, i) => i < head || i >= right.length - tail);
  if (a.length * b.length > MOST_CELLS) return [left.map(() => true), right.map(() => true)];
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      keptLeft[head + i] = true;
      keptRight[head + j] = true;
      i += 1;
      j += 1;
    } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return [keptLeft, keptRight];
}

// Neighbouring words that differ are one mark, so that a phrase reads as a phrase.
function column(entry, words, kept) {
  const paragraphs = [[]];
  let run = null;
  words.forEach((word, i) => {
    const target = paragraphs[paragraphs.length - 1];
    if (word === "\n") {
      paragraphs.push([]);
      run = null;
    } else if (kept[i]) {
      target.push(`${run ? " " : ""}${word} `);
      run = null;
    } else if (run) {
      run.append(` ${word}`);
    } else {
      run = h("span", { class: "differs" }, word);
      target.push(run);
    }
  });
  return h("div", { class: "column" },
    h("h3", {}, apart(entry.title)),
    h("p", { class: "signal" }, [entry.outlet, `score ${probability(entry.score)}`]
      .filter(Boolean).map((part, i) => [i ? " · " : "", apart(part)])),
    h("div", { class: "text" }, paragraphs.filter((p) => p.length).map((p) => h("p", {}, ...p))));
}

const wordsOf = (text) => text.replace(/[^\S\n]*\n\s*/g, " \n ").split(/[^\S\n]+/).filter(Boolean);

// One text with the words of the other behind those that differ, for a screen with room for one.
function inlined(left, right, keptLeft, keptRight) {
  const paragraphs = [[]];
  const run = (words, kept, from) => {
    let to = from;
    while (to < words.length && !kept[to]) to += 1;
    return [words.slice(from, to).filter((word) => word !== "\n").join(" "), to];
  };
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const [mine, nextLeft] = run(left, keptLeft, i);
    const [theirs, nextRight] = run(right, keptRight, j);
    const last = paragraphs[paragraphs.length - 1];
    if (mine) last.push(h("span", { class: "differs" }, mine), " ");
    if (theirs) last.push(h("span", { class: "unseen" }, "instead of "), h("del", {}, theirs), " ");
    if (nextLeft < left.length && left[nextLeft] !== "\n") last.push(`${left[nextLeft]} `);
    else if (nextLeft < left.length) paragraphs.push([]);
    i = nextLeft + 1;
    j = nextRight + 1;
  }
  return h("div", { class: "text" }, paragraphs.filter((p) => p.length).map((p) => h("p", {}, ...p)));
}

function comparison(reader, m, other) {
  const { detail, index } = reader;
  const entry = index.entries[reader.n];
  const left = wordsOf(detail.text);
  const right = wordsOf(other.text);
  const [keptLeft, keptRight] = differing(left, right);
  const share = keptLeft.filter(Boolean).length / Math.max(left.length, 1);
  const head = h("p", { class: "compared-head" },
    `${percent(share)} of the words are in both copies, in the same order. Differences are underlined. `,
    h("button", { type: "button", on: { click: () => reader.showText(entry) } }, "Back to the article ", h("kbd", {}, "c")));
  if (isNarrow()) {
    return [head, h("p", { class: "soft" }, "Struck through: what “", apart(index.entries[m].title), "” prints instead."),
      inlined(left, right, keptLeft, keptRight)];
  }
  return [head, column(entry, left, keptLeft), column(index.entries[m], right, keptRight)];
}
