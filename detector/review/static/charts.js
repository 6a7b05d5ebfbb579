// Small drawings as SVG. Causes differ by pattern as well as by colour, and each drawing has
// its figures in a table beneath.

const CHART = { width: 640, height: 150, left: 34, bottom: 22, top: 8 };

function patterns() {
  const line = (d, cause) => svg("path", { d, class: `stroke-${cause}` });
  const pattern = (cause, ...lines) => svg("pattern", {
    id: `fill-${cause}`, width: 6, height: 6, patternUnits: "userSpaceOnUse",
  }, svg("rect", { width: 6, height: 6, class: `fill-${cause}` }), lines);
  return svg("defs", {}, DAMAGE.map((cause) =>
    pattern(cause, HATCHES[cause] ? line(HATCHES[cause], "paper") : null)));
}

// A round number at or above the largest bar, for the axis.
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

// From a count's share of the axis to a height. Most news is sound: on a plain scale the few
// that go to review would be a hair's breadth beside thousands that pass.
const PLAIN = { shares: [0, 0.5, 1], rise: (share) => share };
const ROOT = { shares: [0, 0.01, 0.1, 0.25, 0.5, 1], rise: Math.sqrt };

function axis(top, scale) {
  const { width, height, left, bottom, top: margin } = CHART;
  const floor = height - bottom;
  return scale.shares.filter((share) => top * share % 1 === 0).map((share) => {
    const y = floor - scale.rise(share) * (floor - margin);
    return [
      svg("line", { class: "grid", x1: left, x2: width, y1: y, y2: y }),
      svg("text", { class: "tick", x: left - 5, y: y + 3.5, "text-anchor": "end" }, number(top * share)),
    ];
  });
}

// Bars of several parts; `bars` are {label, parts: [[class, fill, count]]}.
function barChart(title, bars, scale, extra) {
  const { width, height, left, bottom, top: margin } = CHART;
  const floor = height - bottom;
  const totals = bars.map((bar) => bar.parts.reduce((sum, part) => sum + part[2], 0));
  const top = ceiling(Math.max(...totals, 1));
  const step = (width - left) / Math.max(bars.length, 1);
  const drawn = bars.flatMap((bar, i) => {
    let sum = 0;
    return bar.parts.map(([name, fill, count]) => {
      const base = scale.rise(sum / top) * (floor - margin);
      sum += count;
      const reach = scale.rise(sum / top) * (floor - margin);
      if (!count) return null;
      return svg("rect", {
        class: name, fill, x: left + i * step + Math.min(1, step / 8), y: floor - reach, height: reach - base,
        width: Math.max(Math.min(step - 2, 46), 1),
      }, svg("title", {}, `${bar.label}: ${number(count)}`));
    });
  });
  return svg("svg", {
    class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title,
  }, patterns(), axis(top, scale), drawn, extra ? extra(step, floor) : null);
}

const label = (x, y, words, anchor) =>
  svg("text", { class: "tick", x, y, "text-anchor": anchor || "middle" }, words);

function histogramChart(bins, threshold) {
  const { width, height, left, top } = CHART;
  const bars = bins.map((bin, i) => ({
    label: `score ${(i / bins.length).toFixed(2)} to ${((i + 1) / bins.length).toFixed(2)}`,
    parts: [["passed", null, bin.pass || 0], ...DAMAGE.map((c) => ["flagged", `url(#fill-${c})`, bin[c] || 0])],
  }));
  const place = left + threshold * (width - left);
  return barChart("Articles by score; the line is the threshold for review", bars, ROOT, (step, floor) => [
    svg("line", { class: "threshold", x1: place, x2: place, y1: top, y2: floor }),
    label(place - 5, top + 9, `review from ${probability(threshold)}`, "end"),
    [0, 0.25, 0.5, 0.75, 1].map((share) =>
      label(left + share * (width - left), height - 6, share === 0 || share === 1 ? String(share) : share.toFixed(2).replace("0", ""),
        share === 1 ? "end" : "middle")),
  ]);
}

function timelineChart(timeline) {
  const { height, left } = CHART;
  const bars = timeline.bars.map((bar) => ({
    label: `${bar.from}: ${bar.flagged} of ${bar.articles} to review`,
    parts: [["flagged", `url(#fill-${DAMAGE[0]})`, bar.flagged], ["passed", null, bar.articles - bar.flagged]],
  }));
  const every = Math.ceil(bars.length / 7);
  return barChart(`Articles by ${timeline.step}; the filled part goes to review`, bars, PLAIN, (step) =>
    timeline.bars.map((bar, i) => (i % every ? null
      : label(left + i * step, height - 6, bar.from.slice(0, { month: 7, year: 4 }[timeline.step] || 10), "start"))));
}

// A share with the interval in which it lies: a dot on a line from 0 to 1.
function intervalChart(row) {
  const at = (share) => 4 + share * 112;
  return svg("svg", {
    class: "interval", viewBox: "0 0 120 14", role: "img",
    "aria-label": `${percent(row.share)}, between ${percent(row.low)} and ${percent(row.high)}`,
  },
  svg("line", { class: "grid", x1: 4, x2: 116, y1: 7, y2: 7 }),
  svg("line", { class: "reach", x1: at(row.low), x2: at(row.high), y1: 7, y2: 7 }),
  svg("circle", { class: "share", cx: at(row.share), cy: 7, r: 3.6 }));
}

function figuresTable(caption, heads, rows) {
  return h("details", { class: "data" },
    h("summary", {}, "Figures"),
    h("table", {},
      h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, heads.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, i) =>
        (i ? h("td", {}, cell) : h("th", { scope: "row" }, cell))))))));
}
