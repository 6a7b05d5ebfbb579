// One article: what the detector says, the text, why, and the buttons to decide.

class Reader {
  constructor(desk) {
    this.desk = desk;
    this.index = desk.index;
    this.source = desk.source;
    this.place = byId("reader");
    this.n = null;
    this.detail = null;
    this.bar = null;
  }

  // Whether this article, and no other, can be read in the pane.
  shows(n) {
    return this.n === n && this.detail !== null;
  }

  // Until the article is there the pane is blank, so that nobody takes another one for it.
  async show(n) {
    this.n = n;
    this.detail = null;
    this.bar = null;
    this.place.replaceChildren();
    this.place.setAttribute("aria-busy", "true");
    try {
      const detail = await this.source.detail(n);
      if (this.n !== n) return;
      this.detail = detail;
      this.draw();
    } catch (error) {
      if (this.n === n) this.fail(n, error);
    }
    this.place.removeAttribute("aria-busy");
  }

  fail(n, error) {
    put(this.place, h("div", { class: "absent", role: "alert" },
      h("h2", {}, "This article is not here"),
      h("p", {}, error.message),
      h("p", {},
        h("button", { type: "button", on: { click: () => this.show(n) } }, "Try again"), " ",
        h("button", { type: "button", on: { click: () => location.reload() } }, "Reload the page"))));
  }

  draw() {
    const entry = this.index.entries[this.n];
    this.bar = h("div", { class: "decide", role: "group", "aria-label": "Your decision" });
    this.body = h("div", { class: "body" });
    this.place.replaceChildren(articleHead(this), this.body, this.bar);
    this.place.scrollTop = 0;
    this.showText(entry);
    this.drawBar();
    if (this.place.contains(document.activeElement) || document.activeElement === document.body) {
      this.place.focus({ preventScroll: true });
    }
  }

  showText(entry) {
    const { detail, body } = this;
    const { signals, thresholds } = this.index.meta;
    const text = detail.text
      ? h("div", { class: "text" }, markedText(detail, signals, entry.title))
      : h("div", { class: "text" }, missingText(entry, detail, signals));
    body.className = "body";
    put(body, text, h("aside", { class: "why", "aria-label": "Why" },
      copiesBox(this),
      entry.decision === "unreadable" ? null : reasonsBox(detail, entry, signals),
      figuresBox(detail),
      stripBox(detail),
      sumBox(detail, entry, thresholds),
      sourceBox(entry, detail.readability)));
    linkReasons(body);
  }

  // The copy that the others come from, where it is on the desk; else the first of the others.
  bestCopy() {
    const copies = this.detail.copies.filter((copy) => copy.aligned);
    return (copies.find((copy) => copy.relation === "best") || copies[0])?.n;
  }

  // Two copies side by side, and back.
  async compare(m = this.detail && this.bestCopy()) {
    const n = this.n;
    if (!this.detail || m === undefined) {
      toast("There is no other copy of this story here.");
      return;
    }
    if (this.body.classList.contains("compared")) {
      this.showText(this.index.entries[n]);
      return;
    }
    try {
      const other = await this.source.detail(m);
      if (!this.shows(n)) return;
      this.body.className = "body compared";
      put(this.body, comparison(this, m, other));
      this.place.scrollTop = 0;
      notify("", "copies");
    } catch (error) {
      notify(error.message, "copies");
    }
  }

  drawBar() {
    const { bar } = this;
    if (bar) drawUnlessPressed(bar, () => { if (bar === this.bar) this.redrawBar(); });
  }

  // With each decision; who stood on a button stands there again, and a note that is being written
  // stays as it is.
  redrawBar() {
    const { bar } = this;
    const active = bar.contains(document.activeElement) ? document.activeElement : null;
    const [decisions, causes, note, others] = decidingBar(this.desk, this.n);
    if (active?.id === "note") {
      for (const part of [...bar.children]) if (part !== active) part.remove();
      active.before(decisions, causes);
      if (others) active.after(others);
      return;
    }
    const stood = active?.dataset.value;
    put(bar, decisions, causes, note, others);
    if (stood) bar.querySelector(`[data-value="${CSS.escape(stood)}"]`)?.focus();
  }
}

// Of an article that could not be read the sentence above says why.
function missingText(entry, detail, meanings) {
  const snippets = detail.marks.map((mark) => h("li", {},
    h("q", {}, apart(mark.text)), " ",
    h("span", { class: "meaning" }, `${CAUSES[mark.cause] || mark.cause}: ${meanings[mark.signal] || mark.signal}`)));
  return [
    h("p", { class: "missing" }, entry.decision === "unreadable" ? "There is no text to show."
      : apart(detail.remark || "This article has no text.")),
    snippets.length ? h("ul", { class: "snippets" }, snippets) : null,
  ];
}

// What a newsroom seldom needs, and then exactly.
function sourceBox(entry, readability) {
  return h("details", { class: "source-box" },
    h("summary", {}, "Source"),
    h("dl", {},
      h("dt", {}, "File"), h("dd", { class: "path" }, apart(entry.path || "none")),
      h("dt", {}, "Id"), h("dd", {}, apart(entry.id || "none")),
      h("dt", {}, "Rank in the file"), h("dd", {}, number(entry.rank)),
      readability && [
        h("dt", {}, "Flesch reading ease"), h("dd", {}, readability.reading_ease.toFixed(1)),
        h("dt", {}, "School grade (Flesch and Kincaid)"), h("dd", {}, readability.reading_grade.toFixed(1)),
        h("dt", {}, "Difficult words"), h("dd", {}, percent(readability.difficult_words))]));
}
