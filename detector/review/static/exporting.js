// Decisions as a CSV that spreadsheets open and the detector reads back.

const COLUMNS = ["id", "path", "decision", "score", "title",
  "reviewer_decision", "reviewer_cause", "reviewer_note"];
// What Excel, LibreOffice and Google Sheets would run as a formula, and ids that they would
// rewrite as numbers or dates; the same rules by which the detector writes its own CSV.
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const REWRITTEN = /^'*(?:0\d+|\d{12,}|\d+[eE]\d+|\d+[-/.:,]\d+(?:[-/.:,]\d+)*)$/;

function cell(value, name) {
  let text = String(value).replace(/\s*[\r\n\u0085\u2028\u2029\v\f]+\s*/g, " ¶ ").replace(/[\0-\x08\x0e-\x1f\x7f-\x9f]/g, "\ufffd");
  if (FORMULA.test(text) || (name === "id" && REWRITTEN.test(text))) text = `'${text}`;
  return /[",;\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function decisionsTable(index, decisions) {
  const rows = index.entries
    .map((entry) => [entry, decisions.mine(entry.n)])
    .filter(([, mine]) => !isEmpty(mine))
    .map(([entry, mine]) => ({
      ...entry,
      reviewer_decision: mine.decision,
      reviewer_cause: mine.cause,
      reviewer_note: mine.note,
    }));
  return [COLUMNS.join(","), ...rows.map((row) => COLUMNS.map((name) => cell(row[name], name)).join(","))];
}

function exportDecisions(index, decisions) {
  const lines = decisionsTable(index, decisions);
  if (lines.length === 1) {
    toast("Nothing to export yet: decide with r, p or u first.");
    return;
  }
  // The mark without which Excel takes UTF-8 for the local encoding.
  const blob = new Blob(["\ufeff", lines.join("\n"), "\n"], { type: "text/csv;charset=utf-8" });
  const link = h("a", { href: URL.createObjectURL(blob), download: "decisions.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
