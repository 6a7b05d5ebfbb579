// What the desk has decided: my decisions, those of others, and where they are kept.

const EMPTY = { decision: "", cause: "", note: "" };
const isEmpty = (one) => !one.decision && !one.cause && !one.note;
const nameOf = (entry) => `${entry.path}\n${entry.id}`;

class Decisions {
  constructor(index, source, served) {
    this.entries = index.entries;
    this.source = source;
    this.served = served;
    this.places = new Map();
    this.doubtful = new Set();
    this.held = new Map();
    this.others = new Map();
    this.listeners = [];
    this.last = Promise.resolve();
    for (const entry of this.entries) this.place(entry);
    if (served) this.take(index.decisions || []);
    else this.recall(new BrowserStore(index.meta.key));
  }

  // Decisions are kept by path and id. Where two texts share them, a decision could be read as
  // one on the other text, so there is none.
  place(entry) {
    const name = nameOf(entry);
    const first = this.places.get(name);
    if (first === undefined) this.places.set(name, entry.n);
    else if (this.entries[first].digest !== entry.digest) this.doubtful.add(name);
  }

  // The same text twice is decided once.
  placeOf(entry) {
    const name = nameOf(entry);
    return this.doubtful.has(name) ? entry.n : this.places.get(name);
  }

  // A filled review file comes first; what was decided in this page since then goes over it.
  recall(store) {
    this.store = store;
    for (const entry of this.entries) {
      if (entry.reviewer) this.held.set(this.placeOf(entry), { ...EMPTY, ...entry.reviewer });
    }
    this.adopt(store.read());
    store.watch((kept) => this.adopt(kept));
  }

  // A decision on a text that has changed since is not one on this text.
  adopt(kept) {
    for (const [name, one] of Object.entries(kept)) {
      const n = this.places.get(name);
      if (n === undefined || (one.digest && one.digest !== this.entries[n].digest)) continue;
      this.held.set(n, { ...EMPTY, ...one });
      this.tell(n);
    }
  }

  get reviewer() {
    return this.served ? byId("reviewer").value.trim().replace(/\s+/g, " ") : "";
  }

  mine(n) {
    const place = this.placeOf(this.entries[n]);
    if (!this.served) return this.held.get(place) || EMPTY;
    return (this.others.get(place) || []).find((one) => one.reviewer === this.reviewer) || EMPTY;
  }

  of(n) {
    const place = this.placeOf(this.entries[n]);
    const all = this.served ? this.others.get(place) || [] : [this.held.get(place) || EMPTY];
    return all.filter((one) => !isEmpty(one));
  }

  // Two who say the opposite of one article; being unsure contradicts nobody.
  disputed(n) {
    return new Set(this.of(n).map((one) => one.decision).filter((d) => d && d !== "unsure")).size > 1;
  }

  decided(n) {
    return Boolean(this.mine(n).decision);
  }

  // A note is a draft from its first letter until it is saved: whatever is drawn, refused or
  // reloaded meanwhile, it stays in its field. One that is written before there is a name is
  // nobody's, and goes to whoever enters one.
  draftNames(n) {
    const { path, id, digest } = this.entries[n];
    return [this.reviewer, ""].map((who) => ["note", who, path, id, digest].join("\n"));
  }

  draft(n) {
    return this.draftNames(n).map((name) => remembered(name, null)).find((text) => text !== null) ?? null;
  }

  write(n, text) {
    const names = this.draftNames(n);
    names.forEach(forget);
    if (text.trim() !== this.mine(n).note) remember(names[0], text);
  }

  saveDraft(n) {
    if (this.draft(n) !== null) this.change(n, {});
  }

  // Two keys in quick succession are two changes of one decision: the second must see what the
  // server made of the first. The note goes with every change. Resolves to whether it is kept.
  change(n, fields) {
    this.last = this.last.then(() => this.put(n, fields));
    return this.last;
  }

  async put(n, fields) {
    const entry = this.entries[n];
    const mine = this.mine(n);
    const [draft, names] = [this.draft(n), this.draftNames(n)];
    const { decision, cause, note } = { ...mine, note: draft?.trim() ?? mine.note, ...fields };
    const next = { decision, cause: decision === "review" ? cause : "", note };
    if (this.doubtful.has(nameOf(entry))) {
      notify(`Several articles have the id ${entry.id} and the same path: give each an id of its own.`, "saving");
      return false;
    }
    const kept = Object.keys(EMPTY).every((field) => next[field] === mine[field]) ||
      await (this.served ? this.send(entry, next, mine.seq || 0) : this.keep(entry, next));
    if (kept && this.draft(n) === draft) names.forEach(forget);
    return kept;
  }

  keep(entry, next) {
    this.held.set(this.placeOf(entry), next);
    this.store.write(nameOf(entry), { ...next, digest: entry.digest });
    this.tell(entry.n);
    return true;
  }

  async send(entry, next, after) {
    if (!this.reviewer) {
      notify("Enter your name first: decisions are kept by name.", "saving");
      byId("reviewer").focus();
      return false;
    }
    const { id, path, digest } = entry;
    try {
      this.take([await this.source.save({ id, path, digest, ...next, reviewer: this.reviewer, after })]);
      notify("", "saving");
      return true;
    } catch (error) {
      if (error.decision) this.take([error.decision]);
      notify(`“${briefly(entry.title)}”: Not saved. ${error.message}`, "saving");
      return false;
    }
  }

  // The latest decision of each reviewer on each article; an answer that was long under way may
  // bring one that has been changed since.
  take(decisions) {
    for (const one of decisions) {
      const n = this.places.get(nameOf(one));
      if (n === undefined) continue;
      const all = this.others.get(n) || [];
      if (all.some((other) => other.reviewer === one.reviewer && other.seq > one.seq)) continue;
      this.others.set(n, [...all.filter((other) => other.reviewer !== one.reviewer), one]);
      this.tell(n);
    }
  }

  tell(n) {
    for (const listener of this.listeners) listener(n);
  }
}
