// The queue: thousands of articles, of which only the rows in sight are in the document.

const ROW_HEIGHT = 72;
const MARGIN_ROWS = 8;

class List {
  constructor(index, decisions, open, showAll) {
    this.index = index;
    this.decisions = decisions;
    this.open = open;
    this.showAll = showAll;
    this.shown = index.entries;
    this.current = null;
    this.frame = byId("list");
    this.rows = byId("rows");
    this.waiting = false;
    this.counted = true;
    this.frame.addEventListener("scroll", () => this.later());
    new ResizeObserver(() => this.later()).observe(this.frame);
  }

  // Many events, one drawing a frame.
  later() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  show(entries) {
    this.shown = entries;
    this.counted = false;
    this.draw();
  }

  // Once for what is shown, not at each scroll: a screen reader says the count whenever it is set.
  count() {
    const entries = this.shown;
    this.counted = true;
    this.rows.style.setProperty("height", `${entries.length * ROW_HEIGHT}px`);
    byId("shown").textContent = entries.length === this.index.entries.length
      ? plural(entries.length, "article")
      : `${number(entries.length)} of ${plural(this.index.entries.length, "article")}`;
    byId("none").hidden = entries.length > 0;
    if (!entries.length) put(byId("none"), this.nothing());
  }

  nothing() {
    if (!this.index.entries.length) return "There are no articles here. Give the command a folder, files or a review CSV.";
    return ["No article matches the filters. ",
      h("button", { type: "button", on: { click: this.showAll } }, "Show all articles")];
  }

  draw() {
    drawUnlessPressed(this.rows, () => this.redraw());
  }

  redraw() {
    if (!this.counted) this.count();
    const first = Math.max(Math.floor(this.frame.scrollTop / ROW_HEIGHT) - MARGIN_ROWS, 0);
    const count = Math.ceil(this.frame.clientHeight / ROW_HEIGHT) + 2 * MARGIN_ROWS;
    const visible = this.shown.slice(first, first + count);
    this.rows.replaceChildren(...visible.map((entry, i) => this.row(entry, first + i)));
    this.point();
  }

  // A listbox may only point at an option that is in the document.
  point() {
    const id = `row-${this.current}`;
    if (this.current !== null && byId(id)) this.frame.setAttribute("aria-activedescendant", id);
    else this.frame.removeAttribute("aria-activedescendant");
  }

  row(entry, place) {
    const mine = this.decisions.mine(entry.n);
    const said = this.decisions.disputed(entry.n) ? "disputed" : mine.decision;
    return h("div", {
      class: `row ${entry.decision}`,
      id: `row-${entry.n}`,
      role: "option",
      "aria-selected": entry.n === this.current ? "true" : "false",
      "aria-posinset": place + 1,
      "aria-setsize": this.shown.length,
      "data-desk": said || null,
      css: { top: `${place * ROW_HEIGHT}px` },
      on: { click: () => this.open(entry.n) },
    }, this.figure(entry), this.words(entry), this.verdict(said));
  }

  figure(entry) {
    const judged = JUDGED.includes(entry.decision);
    return h("span", { class: "figure" },
      judged ? probability(entry.deciding) : "–",
      h("span", { class: "gauge", css: { "--share": judged ? entry.deciding : 0 } }));
  }

  words(entry) {
    const tags = [];
    if (entry.decision !== "review") tags.push(DECISIONS[entry.decision]);
    else tags.push(CAUSES[entry.cause]);
    if (entry.strong) tags.push(plural(entry.strong, "strong sign"));
    else if (entry.decision === "review") tags.push("by its wording");
    if (entry.copies) tags.push(`${entry.copies} copies`);
    return h("span", { class: "words" },
      h("span", { class: "title" }, apart(entry.title)),
      h("span", { class: "meta" },
        entry.outlet ? apart(entry.outlet, "outlet") : null,
        h("span", {}, tags.join(" · "))));
  }

  verdict(said) {
    if (!said) return h("span", { class: "said" });
    const words = said === "disputed" ? "disagreement" : DESK[said];
    return h("span", { class: "said", title: words },
      h("span", { "aria-hidden": "true" }, said === "disputed" ? "≠" : GLYPHS[said]),
      h("span", { class: "unseen" }, words));
  }

  select(n) {
    this.current = n;
    const place = this.place();
    if (place >= 0) {
      const top = place * ROW_HEIGHT;
      const { scrollTop, clientHeight } = this.frame;
      if (top < scrollTop) this.frame.scrollTop = top;
      else if (top + ROW_HEIGHT > scrollTop + clientHeight) {
        this.frame.scrollTop = top + ROW_HEIGHT - clientHeight;
      }
    }
    this.draw();
  }

  // The article so many places on in what is shown; the first where none is open.
  beside(step) {
    const place = this.place();
    if (place < 0) return this.shown.length ? this.shown[0].n : null;
    return this.shown[Math.min(Math.max(place + step, 0), this.shown.length - 1)].n;
  }

  place() {
    return this.shown.findIndex((entry) => entry.n === this.current);
  }

  // The next article shown that I have not decided, round the end to the beginning.
  undecided(step) {
    const { shown } = this;
    const from = this.place();
    const start = from < 0 && step < 0 ? 0 : from;
    for (let i = 1; i <= shown.length; i += 1) {
      const entry = shown[(start + step * i + 2 * shown.length) % shown.length];
      if (entry.n !== this.current && !this.decisions.decided(entry.n)) return entry.n;
    }
    return null;
  }
}
