// The desk: it holds the parts together and knows which article is open.

class Desk {
  constructor(index, source, served) {
    this.index = index;
    this.source = source;
    this.served = served;
    this.current = null;
    this.asked = 0;
    this.pending = new Set();
    this.decisions = new Decisions(index, source, served);
    this.list = new List(index, this.decisions, (n) => this.show(n), () => this.pick({}));
    this.reader = new Reader(this);
    this.triage = new Triage(this);
    this.overview = new Overview(this);
    this.decisions.listeners.push((n) => this.decided(n));
  }

  async start() {
    const { meta } = this.index;
    const sources = turnsShown(meta.sources.join(", "));
    document.title = `Review desk: ${sources}`;
    byId("source").textContent = sources;
    fillFilters(this.index, this.served);
    if (this.served) this.rememberName();
    if (this.open().length) setFilter(TO_REVIEW);
    this.wire();
    listen(this);
    printOut(this);
    this.overview.draw();
    this.progress();
    await this.filter();
    if (this.served) this.source.watch((decisions) => this.decisions.take(decisions));
    document.body.dataset.ready = "yes";
  }

  wire() {
    let timer = 0;
    for (const id of FIELDS) {
      byId(id).addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => this.filter(), id === "query" ? 150 : 0);
      });
    }
    // The cross in a search field empties it without a word of input in some browsers.
    byId("query").addEventListener("search", () => this.filter());
    byId("clear").addEventListener("click", () => this.pick({}));
    byId("to-overview").addEventListener("click", () => this.view("overview"));
    byId("to-list").addEventListener("click", () => this.view("list"));
    byId("export").addEventListener("click", () => this.export());
    byId("to-keys").addEventListener("click", () => byId("keys").showModal());
    byId("close-keys").addEventListener("click", () => byId("keys").close());
  }

  rememberName() {
    const field = byId("reviewer");
    field.value = remembered("reviewer", "");
    field.addEventListener("change", () => {
      remember("reviewer", this.decisions.reviewer);
      notify("", "saving");
      if (this.current !== null) this.decisions.saveDraft(this.current);
      this.list.draw();
      this.reader.drawBar();
      this.progress();
    });
  }

  async filter() {
    const asked = (this.asked += 1);
    const filter = readFilter();
    let shown;
    try {
      shown = await chosen(this.index, filter, this.decisions, this.source);
    } catch (error) {
      if (asked === this.asked) notify(error.message, "filter");
      return;
    }
    if (asked !== this.asked) return;
    notify("", "filter");
    byId("clear").hidden = !isFiltered(filter);
    this.list.frame.scrollTop = 0;
    this.list.show(shown);
  }

  async pick(filter) {
    setFilter(filter);
    if (isNarrow()) this.view("list");
    await this.filter();
  }

  async show(n) {
    if (n === null || n === undefined) return;
    this.current = n;
    this.view("reader");
    this.list.select(n);
    await this.reader.show(n);
    // The next one is fetched meanwhile, so that going on takes no time.
    const ahead = this.list.undecided(1);
    if (ahead !== null) Promise.resolve(this.source.detail(ahead)).catch(() => {});
  }

  // The first article to decide, whatever was filtered before.
  async begin() {
    setFilter(TO_REVIEW);
    this.current = null;
    await this.filter();
    await this.triage.next();
  }

  step(by) {
    const n = this.list.beside(by);
    if (n === null) toast("No article is shown: change the filters.");
    else if (n === this.current && this.reader.shows(n)) toast(by > 0 ? "This is the last article shown." : "This is the first.");
    if (n !== this.current || document.body.dataset.view !== "reader" || !this.reader.shows(n)) return this.show(n);
    return undefined;
  }

  view(name) {
    document.body.dataset.view = name;
    if (name === "overview") this.overview.draw();
    if (name === "list") this.list.draw();
  }

  search() {
    if (isNarrow()) this.view("list");
    byId("query").focus();
    byId("query").select();
  }

  note() {
    if (this.triage.seen() !== null) byId("note").focus();
  }

  compare() {
    if (this.triage.seen() !== null) this.reader.compare();
  }

  // A flood of decisions, as the server sends them at the start, is drawn once.
  decided(n) {
    this.pending.add(n);
    if (this.pending.size > 1) return;
    requestAnimationFrame(() => {
      if (this.pending.has(this.current)) this.reader.drawBar();
      this.pending.clear();
      this.list.draw();
      this.progress();
    });
  }

  // What the detector sends to review, and what of it nobody has decided here.
  flagged() {
    return this.index.entries.filter((entry) => entry.decision === "review");
  }

  open() {
    return this.flagged().filter((entry) => !this.decisions.decided(entry.n));
  }

  progress() {
    const all = this.flagged().length;
    const done = all - this.open().length;
    byId("progress").textContent = all ? `${number(done)} of ${number(all)} decided` : "nothing to review";
    byId("progress-bar").max = all || 1;
    byId("progress-bar").value = done;
    if (document.body.dataset.view === "overview") this.overview.draw();
  }

  export() {
    if (this.served) byId("export-csv").click();
    else exportDecisions(this.index, this.decisions);
  }
}

async function begin() {
  const served = document.body.dataset.mode === "served";
  const source = served ? new ServedSource() : new FileSource(Number(document.body.dataset.block));
  try {
    await new Desk(await source.index(), source, served).start();
  } catch (error) {
    notify(`The page could not be opened. ${error.message}`);
    throw error;
  }
}

begin();
