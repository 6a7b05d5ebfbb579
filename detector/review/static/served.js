// Articles and decisions of the server that sent the page.

const POLL_MILLISECONDS = 5000;
// A request that gets no answer is sent again after these times. That is safe: a decision says
// which one it follows, and the server takes it once.
const RETRY_MILLISECONDS = [200, 700, 2000];
const PATIENCE_MILLISECONDS = 10_000;
const BUSY = [502, 503, 504];

// A program's message as a sentence of the page.
const sentence = (words) => words[0].toUpperCase() + words.slice(1) + (/[.?!]$/.test(words) ? "" : ".");

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

class ServedSource {
  constructor() {
    this.details = new Map();
    this.entries = [];
    this.seen = 0;
    this.desk = "";
  }

  async answer(path, options) {
    for (const wait of [...RETRY_MILLISECONDS, null]) {
      try {
        const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
        const answer = await fetch(path, { credentials: "same-origin", signal, ...options });
        if (!BUSY.includes(answer.status) || wait === null) return [answer, await answer.json().catch(() => ({}))];
      } catch {
        if (wait === null) throw new Error("The review server does not answer: is it still running?");
      }
      await pause(wait);
    }
    return null;
  }

  async ask(path, options) {
    const [answer, found] = await this.answer(path, options);
    if (answer.ok) return found;
    if (answer.status === 401 || answer.status === 403) {
      throw new Error("This browser has not shown the token: open the whole link that the command printed.");
    }
    throw Object.assign(new Error(sentence(found.error || `the server answered ${answer.status}`)), { decision: found.decision });
  }

  async index() {
    const found = await this.ask("api/entries");
    this.seen = found.seq || 0;
    this.desk = found.desk;
    this.entries = found.entries;
    return found;
  }

  // An article that is no longer what the list says is not shown: a decision on it would count
  // for another text.
  async detail(n) {
    if (!this.details.has(n)) {
      const detail = await this.ask(`api/entries/${n}`);
      if (detail.digest !== this.entries[n].digest) {
        throw new Error("This tab shows an earlier desk: reload the page.");
      }
      this.details.set(n, detail);
    }
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
        if (found.desk !== this.desk) throw new Error("This tab shows an earlier desk: reload the page.");
        this.seen = found.seq;
        if (found.decisions.length) take(found.decisions);
        notify("", "server");
      } catch (error) {
        notify(error.message, "server");
      }
      setTimeout(look, POLL_MILLISECONDS);
    };
    setTimeout(look, POLL_MILLISECONDS);
  }
}
