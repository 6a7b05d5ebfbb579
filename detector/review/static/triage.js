// From one article to the next: a decision on the one on the screen, and the way back.

// Nobody reads an article in that time (made up; above the 500 ms of a slow double-click).
const UNREAD_MILLISECONDS = 600;

class Triage {
  constructor(desk) {
    this.desk = desk;
    this.decisions = desk.decisions;
    this.chosen = new Map();
    this.done = [];
    this.busy = null;
    this.came = -Infinity;
    const field = byId("advance");
    field.checked = remembered("advance", "yes") === "yes";
    field.addEventListener("change", () => remember("advance", field.checked ? "yes" : "no"));
  }

  // The article that the analyst sees, and none while it is on its way.
  seen() {
    const { current, reader } = this.desk;
    if (document.body.dataset.view !== "reader" || current === null) {
      toast("Open an article first: j opens the next one.");
      return null;
    }
    if (!reader.shows(current)) {
      toast("Nothing was decided: the article is not on the screen yet.");
      return null;
    }
    return current;
  }

  // The cause that a decision would give: the detector's likeliest, until the analyst chooses.
  cause(n) {
    return this.decisions.mine(n).cause || this.chosen.get(n) || this.desk.index.entries[n].cause;
  }

  // The second half of a double-click is none of its own, and what hits an article that has just
  // come by itself was meant for the one before.
  click(event, decision) {
    if (event.detail > 1) return;
    if (performance.now() - this.came < UNREAD_MILLISECONDS) {
      toast("Nothing was decided: this article has only just come.", () => this.undo());
    } else this.decide(decision);
  }

  // The same key a second time takes the decision back.
  async decide(decision) {
    const n = this.seen();
    if (n === null || this.isSaving()) return;
    const before = this.decisions.mine(n);
    const back = before.decision === decision;
    const next = back ? { decision: "", cause: "" } : { decision, cause: this.cause(n) };
    if (!await this.save(n, next)) return;
    this.done.push({ n, before, made: this.decisions.mine(n), reviewer: this.decisions.reviewer });
    toast(back ? "Decision taken back." : this.sentence(n), () => this.undo());
    const writing = document.activeElement?.id === "note";
    if (back || writing || !byId("advance").checked || this.desk.current !== n) return;
    await this.next();
    this.came = performance.now();
  }

  isSaving() {
    if (this.busy !== null) toast("Nothing was decided: the last decision is still being saved.");
    return this.busy !== null;
  }

  sentence(n) {
    const { decision, cause } = this.decisions.mine(n);
    const words = decision === "review" ? `damaged (${CAUSES[cause] || cause})` : DESK[decision];
    return `“${briefly(this.desk.index.entries[n].title)}”: ${words}.`;
  }

  // On an article that is decided, or is being decided, another cause is a change; before, a choice.
  async choose(cause) {
    const n = this.seen();
    if (n === null) return;
    this.chosen.set(n, cause);
    if (this.busy === n || this.decisions.mine(n).decision === "review") await this.recause(n, cause);
    else this.desk.reader.drawBar();
  }

  // A cause that is changed here is part of the decision that an undo takes back.
  async recause(n, cause) {
    if (!await this.save(n, { cause })) return;
    const last = this.done.findLast((one) => one.n === n);
    if (last) last.made = this.decisions.mine(n);
  }

  async save(n, fields) {
    this.busy = n;
    this.desk.reader.drawBar();
    const saved = await this.decisions.change(n, fields);
    this.busy = null;
    this.desk.reader.drawBar();
    return saved;
  }

  async undo() {
    if (this.isSaving()) return;
    const last = this.done.at(-1);
    if (!last || last.reviewer !== this.decisions.reviewer) {
      toast("There is nothing to undo.");
      return;
    }
    const title = briefly(this.desk.index.entries[last.n].title);
    const now = this.decisions.mine(last.n);
    if (now.decision !== last.made.decision || now.cause !== last.made.cause) {
      this.done.pop();
      toast(`Nothing was undone: “${title}” has been decided anew in another tab.`);
      return;
    }
    const { decision, cause } = last.before;
    if (!await this.save(last.n, { decision, cause })) return;
    this.done.pop();
    await this.desk.show(last.n);
    toast(`Undone: “${title}” is as it was before.`);
  }

  // To the next article that is not decided; where none is left, to the overview.
  async next(step = 1) {
    const n = this.desk.list.undecided(step);
    if (n !== null) await this.desk.show(n);
    else this.finish();
  }

  finish() {
    const { shown } = this.desk.list;
    this.desk.view("overview");
    byId("overview").focus();
    const open = this.desk.open().length;
    if (open && shown.length) {
      toast(`All ${number(shown.length)} shown here are decided; ${number(open)} of the queue are not.`, () => this.undo());
    }
  }
}
