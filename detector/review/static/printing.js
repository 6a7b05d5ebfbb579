// On paper: the article that is open, or the overview and the list as a table.

// Pages for a meeting, not for an archive: the CSV has all.
const MOST_PRINTED = 500;

function printOut(desk) {
  const place = byId("printout");
  addEventListener("beforeprint", () => {
    place.hidden = desk.current !== null && document.body.dataset.view === "reader";
    if (place.hidden) return;
    const shown = desk.list.shown.slice(0, MOST_PRINTED);
    const line = (entry) => h("tr", {},
      h("td", {}, String(entry.n + 1)),
      h("td", {}, DECISIONS[entry.decision]),
      h("td", {}, probability(entry.deciding)),
      h("td", {}, apart(entry.title)),
      h("td", {}, apart(entry.outlet)),
      h("td", {}, entry.reasons.slice(0, 4).join(", ")),
      h("td", {}, DESK[desk.decisions.mine(entry.n).decision] || ""));
    place.replaceChildren(
      h("h2", {}, "The queue"),
      h("table", {},
        h("thead", {}, h("tr", {}, ["", "decision", "score", "title", "outlet", "signs", "desk"]
          .map((name) => h(name ? "th" : "td", name ? { scope: "col" } : {}, name)))),
        h("tbody", {}, shown.map(line))),
      desk.list.shown.length > shown.length
        ? h("p", {}, `and ${number(desk.list.shown.length - shown.length)} more`) : "");
  });
  addEventListener("afterprint", () => place.replaceChildren());
}
