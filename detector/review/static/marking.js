// The text of an article with its marks. Each mark has the number of its reason, and the line
// under it the style of its cause, so that nothing depends on colours.

// Offsets count characters; a browser's strings count UTF-16 units, two for an emoji.
function cutter(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { length: text.length, cut: (a, b) => text.slice(a, b) };
  const points = Array.from(text);
  return { length: points.length, cut: (a, b) => points.slice(a, b).join("") };
}

// Strong marks before weak ones; else in the order in which they come, strongest first.
const byStrength = (marks) => [...marks.filter((mark) => mark.strong), ...marks.filter((mark) => !mark.strong)];

// The number of each reason, as it stands beside its marks.
function numberReasons(marks) {
  const numbers = new Map();
  for (const mark of byStrength(marks)) {
    if (!numbers.has(mark.signal)) numbers.set(mark.signal, numbers.size + 1);
  }
  return numbers;
}

// Marks may lie over each other: the text is cut wherever one of them begins or ends.
function segments(length, breaks, marks, suspects) {
  const bounds = new Set([0, length, ...breaks]);
  for (const { start, end } of marks) bounds.add(start).add(end);
  for (const [start, end] of suspects) bounds.add(start).add(end);
  const sorted = [...bounds].filter((place) => place >= 0 && place <= length).sort((a, b) => a - b);
  return sorted.slice(1).map((end, i) => ({ start: sorted[i], end }));
}

const covers = (one, segment) => one.start <= segment.start && segment.end <= one.end;

function markedSegment(segment, words, on, suspect, numbers, meanings) {
  if (!on.length) {
    return suspect ? h("span", { class: "suspect", title: "figures that cannot be trusted" }, words) : words;
  }
  const [first] = on;
  const ends = on.filter((mark) => mark.end === segment.end);
  const told = on.map((mark) => `${CAUSES[mark.cause]}: ${mark.note || meanings[mark.signal] || mark.signal}`);
  const label = [...new Set(ends.map((mark) => numbers.get(mark.signal)))].sort((a, b) => a - b);
  return [
    h("mark", {
      class: [suspect ? "suspect" : "", first.strong ? "" : "faint"].join(" ").trim() || null,
      "data-cause": first.cause,
      "data-reasons": on.map((mark) => numbers.get(mark.signal)).join(" "),
      title: [...new Set(told)].join("\n"),
    }, words),
    ends.length ? h("sup", { class: first.strong ? "label" : "label faint", "data-cause": first.cause }, label.join(",")) : null,
  ];
}

function paragraphBreaks(cutting) {
  const breaks = [];
  for (let place = 0; place < cutting.length; place += 1) {
    if (cutting.cut(place, place + 1) === "\n") breaks.push(place, place + 1);
  }
  return breaks;
}

// The words of a paragraph without the numbers of its marks.
const unlabelled = (p) => [...p.childNodes].map((node) => (node.nodeName === "SUP" ? "" : node.textContent)).join("").trim();

function markedText(detail, meanings, title) {
  const cutting = cutter(detail.text);
  const numbers = numberReasons(detail.marks);
  const marks = byStrength(detail.marks);
  const paragraphs = [[]];
  const breaks = paragraphBreaks(cutting);
  for (const segment of segments(cutting.length, breaks, detail.marks, detail.suspects)) {
    const words = cutting.cut(segment.start, segment.end);
    if (words === "\n") {
      paragraphs.push([]);
      continue;
    }
    const on = marks.filter((mark) => covers(mark, segment));
    const suspect = detail.suspects.some(([start, end]) => covers({ start, end }, segment));
    paragraphs[paragraphs.length - 1].push(
      markedSegment(segment, words, on, suspect, numbers, meanings),
    );
  }
  return paragraphs
    .filter((parts) => parts.length)
    .map((parts) => h("p", {}, parts))
    .map((p, i) => {
      // Many texts begin with their own headline, which already stands above.
      if (i === 0 && unlabelled(p) === title) p.className = "again";
      return p;
    });
}
