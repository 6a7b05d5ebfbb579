// The collection at a glance; every figure leads to its articles.

const FIRST_ROWS = 12;
// With fewer articles the interval of the share spans half of the scale (Wilson, 95 %).
const FEWEST_OF_OUTLET = 10;

class Overview {
  constructor(desk) {
    this.desk = desk;
    this.index = desk.index;
    this.decisions = desk.decisions;
    this.pick = (filter) => desk.pick(filter);
    this.place = byId("overview");
    this.progress = h("div", {});
    this.drawWhole();
  }

  // Decisions change what there is to do, and nothing below it: what is opened there stays open.
  draw() {
    drawUnlessPressed(this.progress, () => this.redraw());
  }

  redraw() {
    const { summary } = this.index.meta;
    const buttons = () => [...this.progress.querySelectorAll("button")];
    const stood = buttons().indexOf(document.activeElement);
    put(this.progress, this.start(summary), this.tiles(summary));
    buttons()[stood]?.focus();
  }

  drawWhole() {
    const { summary, thresholds } = this.index.meta;
    put(this.place,
      h("h2", {}, this.sentence(summary)),
      this.progress,
      this.causes(summary),
      JUDGED.some((name) => summary.decisions[name]) ? section("Scores",
        h("p", { class: "soft" }, "Articles by score. The vertical axis is a square root, so that small counts stay visible."),
        histogramChart(summary.histogram, thresholds.score), key(),
        histogramTable(summary.histogram)) : null,
      this.outlets(summary.outlets),
      this.timeline(summary.timeline),
      summary.signals.length ? this.signals(summary.signals) : null,
      this.provenance());
  }

  sentence(summary) {
    const flagged = summary.decisions.review || 0;
    return `${number(flagged)} of ${plural(summary.articles, "article")} ${flagged === 1 || summary.articles === 1 ? "goes" : "go"} to review`;
  }

  // What to do now comes before what there is.
  start(summary) {
    const open = this.desk.open().length;
    const all = summary.decisions.review || 0;
    if (!summary.articles) return h("p", {}, "Give the command a folder, files or a review CSV with articles in it.");
    if (!all) {
      return h("p", { class: "begin" }, "Nothing goes to review. ", summary.decisions.pass
        ? "What passed is in the queue, highest score first."
        : "No article could be judged: the queue says why.");
    }
    const button = (words, deed) => h("button", { type: "button", class: "start", on: { click: deed } }, words);
    if (open) {
      return h("p", { class: "begin" },
        button(`${open < all ? "Continue" : "Start"} reviewing (${number(open)})`, () => this.desk.begin()));
    }
    return h("p", { class: "begin" }, h("strong", {}, `${number(all)} of ${number(all)} decided.`), " ",
      button("Export decisions", () => this.desk.export()));
  }

  tiles(summary) {
    const all = this.index.entries.filter((entry) => this.decisions.decided(entry.n));
    const worth = all.filter((entry) => this.decisions.mine(entry.n).decision === "review").length;
    const tile = (count, words, filter) => h("button", {
      type: "button", class: "tile", on: { click: () => this.pick(filter) },
    }, h("strong", {}, number(count)), h("span", {}, words));
    const kinds = this.index.meta.decisions.filter((name) => summary.decisions[name]);
    return h("div", { class: "tiles" },
      kinds.map((name) => tile(summary.decisions[name], DECISIONS[name], { "by-decision": name })),
      tile(all.length, "decided by you", { "by-desk": "done" }),
      tile(worth, "of these damaged", { "by-desk": "review" }));
  }

  causes(summary) {
    const rows = Object.entries(summary.causes);
    if (!rows.length) return null;
    const total = rows.reduce((sum, [, count]) => sum + count, 0);
    return section("In review, by likeliest cause", h("ul", { class: "bars" }, rows.map(([cause, count]) =>
      h("li", {},
        h("button", { type: "button", class: "link",
          on: { click: () => this.pick({ "by-decision": "review", "by-cause": cause }) } }, CAUSES[cause]),
        h("span", { class: "track" }, h("span", { class: "full", "data-cause": cause, css: { "--share": count / total } })),
        h("span", { class: "count" }, number(count))))));
  }

  // A share of a handful of articles says nothing of an outlet.
  outlets(all) {
    const rows = all.filter((row) => row.outlet && row.articles >= FEWEST_OF_OUTLET);
    if (!rows.length) return null;
    const line = (row) => h("tr", {},
      h("th", { scope: "row" }, h("button", { type: "button", class: "link",
        on: { click: () => this.pick({ "by-outlet": row.outlet }) } }, apart(row.outlet))),
      h("td", { class: "count" }, `${number(row.flagged)} of ${number(row.articles)}`),
      h("td", { class: "count" }, percent(row.share)),
      h("td", {}, intervalChart(row)),
      h("td", { class: "soft" }, `${percent(row.low)} to ${percent(row.high)}`));
    const body = h("tbody", {}, rows.slice(0, FIRST_ROWS).map(line));
    const more = rows.length > FIRST_ROWS ? h("button", { type: "button", on: { click: (event) => {
      body.append(...rows.slice(FIRST_ROWS).map(line));
      event.target.remove();
    } } }, `All ${number(rows.length)} outlets`) : null;
    return section("Outlets by share flagged",
      h("p", { class: "soft" }, `Outlets with ${FEWEST_OF_OUTLET} articles or more, ordered by the lower bound of the share (Wilson interval, 95 %).`),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Outlets" },
        h("table", { class: "outlets" },
          h("thead", {}, h("tr", {}, ["Outlet", "to review", "share", "0 to 100 %", "95 % interval"]
            .map((name) => h("th", { scope: "col" }, name)))), body)), more);
  }

  timeline(timeline) {
    if (timeline.bars.length < 2) return null;
    return section(`Over time, by ${timeline.step}`, timelineChart(timeline),
      timeline.undated ? h("p", { class: "soft" }, `${plural(timeline.undated, "article")} without a date not shown.`) : null,
      figuresTable("Articles over time", [timeline.step, "to review", "articles"],
        timeline.bars.map((bar) => [bar.from, number(bar.flagged), number(bar.articles)])));
  }

  signals(rows) {
    const most = Math.max(...rows.map((row) => row.articles));
    const line = (row) => h("li", {},
      h("button", { type: "button", class: "link", on: { click: () => this.pick({ query: row.signal, "by-decision": "review" }) } },
        this.index.meta.signals[row.signal] || row.signal),
      h("span", { class: "track" }, h("span", { class: "full", css: { "--share": row.articles / most } })),
      h("span", { class: "count" }, number(row.articles)));
    const strong = rows.filter((row) => row.strong);
    const weak = rows.filter((row) => !row.strong);
    return section("Signs in the articles to review",
      h("ul", { class: "bars wide" }, strong.slice(0, FIRST_ROWS).map(line)),
      weak.length ? h("details", { class: "data" },
        h("summary", {}, `${plural(weak.length, "weak sign")}, which sound articles show too`),
        h("ul", { class: "bars wide" }, weak.map(line))) : null);
  }

  provenance() {
    const { meta } = this.index;
    const order = meta.queue === "uncertain"
      ? "least certain first"
      : "highest score first";
    return h("p", { class: "provenance" },
      `Model ${meta.model}, detector ${meta.version}, made ${meta.made.slice(0, 16).replace("T", " ")} UTC from `,
      apart(meta.sources.join(", ")), `. Queue: ${order}, one copy of each story before the others. `,
      "A score is a probability, not a finding; the decisions are the analysts' own.");
  }
}

function section(title, ...parts) {
  return h("section", {}, h("h3", {}, title), ...parts);
}

function key() {
  const swatch = (fill, name) => svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" },
    svg("rect", { class: name, fill, width: 12, height: 12 }));
  return h("ul", { class: "key" },
    h("li", {}, swatch(null, "passed"), "passed"),
    DAMAGE.map((cause) => h("li", {}, swatch(`url(#fill-${cause})`, "flagged"), CAUSES[cause])));
}

function histogramTable(bins) {
  return figuresTable("Articles by score", ["score from", "passed", ...DAMAGE.map((c) => CAUSES[c])],
    bins.map((bin, i) => [(i / bins.length).toFixed(2), ...["pass", ...DAMAGE].map((name) => number(bin[name] || 0))]));
}
