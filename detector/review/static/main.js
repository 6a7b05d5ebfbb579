// The desk: it holds the parts together and knows which article is open.

class Desk {
  constructor(index, source, served) {
    this.index = index;
    this.source = source;
    this.served = served;
    this.current = null;
    this.asked = 0;
    this.decisions = new Decisions(index, source, served);
    this.list = new List(index, this.decisions, (n) => this.show(n));
    this.reader = new Reader(index, source, this.decisions, (n) => this.show(n));
    this.overview = new Overview(index, this.decisions, (filter) => this.pick(filter));
    this.decisions.listeners.push((n) => this.decided(n));
    this.pending = new Set();
  }

  start() {
    const { meta } = this.index;
    document.title = `Review desk: ${meta.sources.join(", ")}`;
    byId("source").textContent = meta.sources.join(", ");
    fillFilters(this.index, this.served);
    this.wire();
    listen(this);
    printOut(this);
    this.overview.draw();
    this.progress();
    this.filter();
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
    byId("clear").addEventListener("click", () => this.pick({}));
    byId("to-overview").addEventListener("click", () => this.view("overview"));
    byId("to-list").addEventListener("click", () => this.view("list"));
    byId("export").addEventListener("click", () => this.export());
    byId("to-keys").addEventListener("click", () => byId("keys").showModal());
    byId("close-keys").addEventListener("click", () => byId("keys").close());
    if (this.served) this.rememberName();
  }

  rememberName() {
    const field = byId("reviewer");
    try {
      field.value = localStorage.getItem("detector-desk:reviewer") || "";
    } catch {
      field.value = "";
    }
    field.addEventListener("change", () => {
      try {
        localStorage.setItem("detector-desk:reviewer", field.value.trim());
      } catch {
        notify("This browser cannot remember your name.");
      }
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
      notify(error.message);
      return;
    }
    if (asked !== this.asked) return;
    byId("clear").hidden = !isFiltered(filter);
    this.list.frame.scrollTop = 0;
    this.list.show(shown);
  }

  pick(filter) {
    setFilter(filter);
    this.view(document.body.dataset.view === "reader" ? "reader" : "overview");
    if (matchMedia("(max-width: 760px)").matches) this.view("list");
    this.filter();
  }

  async show(n) {
    if (n === null || n === undefined) return;
    this.current = n;
    this.view("reader");
    this.list.select(n);
    await this.reader.show(n);
  }

  step(by) {
    return this.show(this.list.beside(by));
  }

  view(name) {
    document.body.dataset.view = name;
    if (name === "overview") this.overview.draw();
    if (name === "list") this.list.draw();
  }

  decide(field, value) {
    if (this.current === null || document.body.dataset.view !== "reader") {
      notify("Open an article first: j opens the next one.");
      return;
    }
    this.decisions.toggle(this.current, field, value);
  }

  // A flood of decisions, as the server sends them at the start, is drawn once.
  decided(n) {
    this.pending.add(n);
    if (this.pending.size > 1) return;
    requestAnimationFrame(() => {
      if (this.pending.has(this.current) && document.activeElement?.id !== "note") this.reader.drawBar();
      this.pending.clear();
      this.list.draw();
      this.progress();
    });
  }

  progress() {
    const flagged = this.index.entries.filter((entry) => entry.decision === "review");
    const done = flagged.filter((entry) => this.decisions.decided(entry.n)).length;
    byId("progress").textContent = `${number(done)} of ${number(flagged.length)} to review decided`;
  }

  export() {
    if (this.served) location.assign("api/export.csv");
    else exportDecisions(this.index, this.decisions);
  }
}

async function begin() {
  const served = document.body.dataset.mode === "served";
  const source = served ? new ServedSource() : new FileSource(Number(document.body.dataset.block));
  try {
    new Desk(await source.index(), source, served).start();
  } catch (error) {
    notify(`The page could not be opened. ${error.message}`);
    throw error;
  }
}

begin();
