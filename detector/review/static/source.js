// Where the articles come from: blocks of JSON in this file, or the server that sent the page.

class FileSource {
  constructor(size) {
    this.size = size;
    this.blocks = new Map();
    this.texts = null;
  }

  async index() {
    return this.parse("index");
  }

  parse(id) {
    return JSON.parse(byId(id).textContent);
  }

  block(number) {
    if (!this.blocks.has(number)) this.blocks.set(number, this.parse(`block-${number}`));
    return this.blocks.get(number);
  }

  async detail(n) {
    return this.block(Math.floor(n / this.size))[n % this.size];
  }

  // Blocks wait until somebody searches; then every text is folded once and kept.
  async search(words, entries) {
    if (!this.texts) {
      this.texts = entries.map((entry) => {
        const detail = this.block(Math.floor(entry.n / this.size))[entry.n % this.size];
        return [entry.title, entry.outlet, entry.id, entry.path, entry.reasons.join(" "), detail.text]
          .join("\n")
          .toLowerCase();
      });
    }
    const found = new Set();
    this.texts.forEach((text, n) => {
      if (words.every((word) => text.includes(word))) found.add(n);
    });
    return found;
  }

  async save() {
    return null;
  }

  watch() {}
}

const POLL_MILLISECONDS = 5000;

class ServedSource {
  constructor() {
    this.details = new Map();
    this.seen = 0;
  }

  async ask(path, options) {
    let answer;
    try {
      answer = await fetch(path, { credentials: "same-origin", ...options });
    } catch {
      throw new Error("The review server does not answer: is it still running?");
    }
    const found = await answer.json().catch(() => ({}));
    if (answer.ok) return found;
    if (answer.status === 401 || answer.status === 403) {
      throw new Error("The server does not know this browser: open the whole link it printed.");
    }
    throw new Error(found.error || `The server answered ${answer.status}.`);
  }

  async index() {
    const found = await this.ask("api/entries");
    this.seen = found.seq || 0;
    return found;
  }

  async detail(n) {
    if (!this.details.has(n)) this.details.set(n, await this.ask(`api/entries/${n}`));
    return this.details.get(n);
  }

  async search(words) {
    const query = encodeURIComponent(words.join(" "));
    return new Set((await this.ask(`api/search?q=${query}`)).found);
  }

  async save(decision) {
    const found = await this.ask("api/decisions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(decision),
    });
    return found.decision;
  }

  // What others decide comes in without a reload.
  watch(take) {
    const look = async () => {
      try {
        const found = await this.ask(`api/decisions?since=${this.seen}`);
        this.seen = found.seq;
        if (found.decisions.length) take(found.decisions);
        if (this.lost) notify("");
        this.lost = false;
      } catch (error) {
        this.lost = true;
        notify(error.message);
      }
      setTimeout(look, POLL_MILLISECONDS);
    };
    setTimeout(look, POLL_MILLISECONDS);
  }
}
