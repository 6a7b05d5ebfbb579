// Which articles are shown, and the fields that say so.

const FIELDS = ["query", "by-decision", "by-cause", "by-outlet", "by-desk", "from", "to"];
// What a shift begins with.
const TO_REVIEW = { "by-decision": "review", "by-desk": "open" };
const NO_OUTLET = "\u0000none";

function options(id, first, pairs) {
  byId(id).replaceChildren(
    h("option", { value: "" }, first),
    ...pairs.map(([value, words]) => h("option", { value }, words)),
  );
}

function fillFilters(index, served) {
  const summary = index.meta.summary;
  options("by-decision", "Any decision", index.meta.decisions
    .filter((name) => summary.decisions[name])
    .map((name) => [name, `${DECISIONS[name]} (${number(summary.decisions[name])})`]));
  options("by-cause", "Any cause", index.meta.causes
    .map((name) => [name, DAMAGE.includes(name) ? `likeliest: ${CAUSES[name]}` : `with marks: ${CAUSES[name]}`]));
  const outlets = summary.outlets.map((row) => row.outlet).sort((a, b) => a.localeCompare(b));
  options("by-outlet", "Any outlet", outlets.map((name) => [name || NO_OUTLET, turnsShown(name) || "no outlet named"]));
  byId("by-outlet").hidden = outlets.length < 2;
  const desk = [["open", "not yet decided"], ["done", "decided"],
    ...Object.entries(DESK).map(([value, words]) => [value, `decided: ${words}`])];
  if (served) desk.push(["disputed", "disagreement"]);
  options("by-desk", "Decided or not", desk);
}

function readFilter() {
  const value = (id) => byId(id).value;
  return {
    words: value("query").toLowerCase().split(/\s+/).filter(Boolean),
    decision: value("by-decision"),
    cause: value("by-cause"),
    outlet: value("by-outlet"),
    desk: value("by-desk"),
    from: Number(value("from")) || 0,
    to: value("to") === "" ? 1 : Number(value("to")),
  };
}

function fitsDesk(wanted, n, decisions) {
  if (!wanted) return true;
  if (wanted === "open") return !decisions.decided(n);
  if (wanted === "done") return decisions.decided(n);
  if (wanted === "disputed") return decisions.disputed(n);
  return decisions.mine(n).decision === wanted;
}

// Three causes have a probability; the others are known by their marks.
function fitsCause(entry, cause) {
  if (!DAMAGE.includes(cause)) return entry.marked.includes(cause);
  return entry.cause === cause && JUDGED.includes(entry.decision);
}

function fits(entry, filter, decisions) {
  return (
    (!filter.decision || entry.decision === filter.decision) &&
    (!filter.cause || fitsCause(entry, filter.cause)) &&
    (!filter.outlet || entry.outlet === (filter.outlet === NO_OUTLET ? "" : filter.outlet)) &&
    entry.score >= filter.from &&
    entry.score <= filter.to &&
    fitsDesk(filter.desk, entry.n, decisions)
  );
}

async function chosen(index, filter, decisions, source) {
  const found = filter.words.length ? await source.search(filter.words, index.entries) : null;
  return index.entries.filter(
    (entry) => fits(entry, filter, decisions) && (!found || found.has(entry.n)),
  );
}

function setFilter(values) {
  byId("query").value = values.query || "";
  for (const id of ["by-decision", "by-cause", "by-outlet", "by-desk"]) byId(id).value = values[id] || "";
  byId("from").value = values.from || "0";
  byId("to").value = values.to || "1";
}

const isFiltered = (filter) =>
  Boolean(filter.words.length || filter.decision || filter.cause || filter.outlet || filter.desk ||
    filter.from > 0 || filter.to < 1);
