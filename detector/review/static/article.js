// One article: what the detector says, the text, why, and the buttons to decide.

class Reader {
  constructor(index, source, decisions, open) {
    this.index = index;
    this.source = source;
    this.decisions = decisions;
    this.open = open;
    this.place = byId("reader");
    this.n = null;
    this.bar = null;
  }

  async show(n) {
    this.n = n;
    const entry = this.index.entries[n];
    let detail;
    try {
      detail = await this.source.detail(n);
    } catch (error) {
      notify(error.message);
      return;
    }
    // Somebody may have gone on while the server was looking for it.
    if (this.n !== n) return;
    this.detail = detail;
    this.bar = h("div", { class: "decide", role: "group", "aria-label": "Your decision" });
    this.body = h("div", { class: "body" });
    this.place.replaceChildren(this.head(entry), this.body, this.bar);
    this.place.scrollTop = 0;
    this.showText();
    this.drawBar();
  }

  showText() {
    const { detail, body } = this;
    const entry = this.index.entries[this.n];
    const meanings = this.index.meta.signals;
    const text = detail.text
      ? h("div", { class: "text" }, markedText(detail, meanings, entry.title))
      : h("div", { class: "text" }, missingText(detail, entry, meanings));
    body.className = "body";
    put(body, text, h("aside", { class: "why", "aria-label": "Why" },
      reasonsBox(detail, entry, meanings),
      figuresBox(detail),
      sumBox(detail, entry, this.index.meta.thresholds),
      copiesBox(detail, this.index.entries, (m) => this.compare(m), this.open)));
    linkReasons(body);
  }

  head(entry) {
    const facts = [
      entry.outlet && apart(entry.outlet),
      entry.published,
      plural(entry.words, "word"),
      entry.language && entry.language !== "en" ? `language ${entry.language}` : "",
      entry.path && h("span", { class: "path" }, apart(entry.path)),
      entry.id && entry.id !== entry.path && !entry.path.endsWith(entry.id) ? apart(entry.id) : "",
    ].filter(Boolean);
    return h("header", { class: "head" },
      h("p", { class: "place" }, `${number(this.n + 1)} in the queue`),
      h("h2", {}, apart(entry.title)),
      h("ul", { class: "facts" }, facts.map((fact) => h("li", {}, fact))),
      this.verdict(entry));
  }

  verdict(entry) {
    const { thresholds } = this.index.meta;
    if (!JUDGED.includes(entry.decision)) {
      return h("p", { class: "verdict" }, h("strong", {}, DECISIONS[entry.decision]),
        entry.error ? h("span", { class: "remark" }, entry.error) : null);
    }
    const dials = [
      ["damage", entry.score, entry.limit],
      ...DAMAGE.map((cause) => [CAUSES[cause], entry[cause],
        OWN_THRESHOLD.includes(cause) ? thresholds[cause] : null]),
    ];
    return h("div", { class: "verdict" },
      h("strong", { class: entry.decision }, DECISIONS[entry.decision]),
      h("dl", { class: "dials" }, dials.map(([name, value, threshold]) => dial(name, value, threshold))),
      entry.error ? h("span", { class: "remark" }, entry.error) : null);
  }

  compare(m) {
    const other = this.index.entries[m];
    Promise.resolve(this.source.detail(m)).then((detail) => {
      this.body.className = "body side-by-side";
      this.body.replaceChildren(...sideBySide(
        this.index.entries[this.n], this.detail, other, detail, () => this.showText()));
      this.body.scrollIntoView({ block: "start" });
    }).catch((error) => notify(error.message));
  }

  drawBar() {
    if (this.n === null || !this.bar) return;
    const mine = this.decisions.mine(this.n);
    const note = h("input", {
      id: "note", "aria-label": "Note", placeholder: "Note (n)", maxlength: "2000", value: mine.note,
      on: { change: (event) => this.decisions.change(this.n, { note: event.target.value.trim() }) },
    });
    const pressed = (field, value, key, words, extra) => h("button", {
      type: "button",
      class: field,
      "data-value": value,
      "aria-pressed": mine[field] === value ? "true" : "false",
      on: { click: () => this.decisions.toggle(this.n, field, value) },
      ...extra,
    }, words, " ", h("kbd", {}, key));
    put(this.bar,
      h("div", { class: "decisions" },
        pressed("decision", "review", "r", "Damaged"),
        pressed("decision", "pass", "p", "Sound"),
        pressed("decision", "unsure", "u", "Unsure")),
      h("div", { class: "causes", role: "group", "aria-label": "Cause" },
        this.index.meta.causes.map((cause, i) =>
          pressed("cause", cause, String(i + 1), CAUSES[cause], { "data-cause": cause }))),
      note,
      this.othersLine());
  }

  othersLine() {
    const me = this.decisions.reviewer;
    const others = this.decisions.of(this.n).filter((one) => one.reviewer && one.reviewer !== me);
    if (!others.length) return null;
    return h("ul", { class: this.decisions.disputed(this.n) ? "others disputed" : "others" },
      others.map((one) => h("li", {},
        apart(one.reviewer), ": ", h("strong", {}, DESK[one.decision] || "no decision"),
        one.cause ? `, ${CAUSES[one.cause] || one.cause}` : "",
        one.note ? [", “", apart(one.note), "”"] : "",
        one.at ? ` (${one.at.slice(0, 16).replace("T", " ")} UTC)` : "")));
  }
}

function dial(name, value, threshold) {
  return h("div", { class: "dial" },
    h("dt", {}, name),
    h("dd", {},
      h("span", { class: "value" }, probability(value)),
      h("span", { class: "gauge", css: { "--share": value, "--limit": threshold ?? 2 } }),
      threshold === null ? null : h("span", { class: "limit" }, `review from ${probability(threshold)}`)));
}

function missingText(detail, entry, meanings) {
  const snippets = detail.marks.map((mark) => h("li", {},
    h("q", {}, apart(mark.text)), " ",
    h("span", { class: "meaning" }, `${CAUSES[mark.cause] || mark.cause}: ${meanings[mark.signal] || mark.signal}`)));
  return [
    h("p", { class: "missing" }, apart(detail.remark || "This article has no text.")),
    snippets.length ? h("ul", { class: "snippets" }, snippets) : null,
  ];
}
