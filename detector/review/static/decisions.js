// What the desk has decided: my decisions, those of others, and where they are kept.

const EMPTY = { decision: "", cause: "", note: "" };
const isEmpty = (one) => !one.decision && !one.cause && !one.note;
const nameOf = (entry) => `${entry.path}\n${entry.id}`;

class Decisions {
  constructor(index, source, served) {
    this.entries = index.entries;
    this.source = source;
    this.served = served;
    this.key = `detector-desk:${index.meta.key}`;
    this.places = new Map(this.entries.map((entry) => [nameOf(entry), entry.n]));
    this.held = new Map();
    this.others = new Map();
    this.listeners = [];
    this.last = Promise.resolve();
    if (served) this.take(index.decisions || []);
    else this.recall();
  }

  // A filled review file comes first; what was decided in this page since then goes over it.
  recall() {
    for (const entry of this.entries) {
      if (entry.reviewer) this.held.set(entry.n, { ...EMPTY, ...entry.reviewer });
    }
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(this.key) || "{}");
    } catch {
      notify("This browser keeps nothing for this page: export your decisions before you close it.");
    }
    for (const [name, one] of Object.entries(kept)) {
      const n = this.places.get(name);
      if (n !== undefined) this.held.set(n, { ...EMPTY, ...one });
    }
  }

  keep() {
    const kept = {};
    for (const [n, one] of this.held) kept[nameOf(this.entries[n])] = one;
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      notify("This browser could not keep the decision: export before you close the page.");
    }
  }

  get reviewer() {
    return this.served ? byId("reviewer").value.trim() : "";
  }

  mine(n) {
    if (!this.served) return this.held.get(n) || EMPTY;
    return (this.others.get(n) || []).find((one) => one.reviewer === this.reviewer) || EMPTY;
  }

  of(n) {
    const all = this.served ? this.others.get(n) || [] : [this.held.get(n) || EMPTY];
    return all.filter((one) => !isEmpty(one));
  }

  // Two who say the opposite of one article; being unsure contradicts nobody.
  disputed(n) {
    return new Set(this.of(n).map((one) => one.decision).filter((d) => d && d !== "unsure")).size > 1;
  }

  decided(n) {
    return Boolean(this.mine(n).decision);
  }

  // Two keys in quick succession are two changes of one decision: the second must see what the
  // server made of the first. `change` is the fields, or finds them from the decision as it is.
  change(n, change) {
    this.last = this.last.catch(() => {}).then(() => this.put(n, change));
    return this.last;
  }

  async put(n, change) {
    const mine = this.mine(n);
    const next = { ...EMPTY, ...mine, ...(typeof change === "function" ? change(mine) : change) };
    if (!this.served) {
      this.held.set(n, next);
      this.keep();
      this.tell(n);
      return;
    }
    if (!this.reviewer) {
      notify("Enter your name first: decisions are kept by name.");
      byId("reviewer").focus();
      return;
    }
    const { id, path } = this.entries[n];
    const { decision, cause, note } = next;
    try {
      const saved = await this.source.save({ id, path, decision, cause, note, reviewer: this.reviewer });
      notify("");
      this.take([saved]);
    } catch (error) {
      notify(`Not saved. ${error.message}`);
    }
  }

  // The latest decision of each reviewer on each article.
  take(decisions) {
    for (const one of decisions) {
      const n = this.places.get(nameOf(one));
      if (n === undefined) continue;
      const rest = (this.others.get(n) || []).filter((other) => other.reviewer !== one.reviewer);
      this.others.set(n, [...rest, one]);
      this.tell(n);
    }
  }

  toggle(n, field, value) {
    return this.change(n, (mine) => ({ [field]: mine[field] === value ? "" : value }));
  }

  tell(n) {
    for (const listener of this.listeners) listener(n);
  }
}
