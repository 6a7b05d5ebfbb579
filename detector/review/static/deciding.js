// The bar under an article: three decisions, the cause, a note, and what others said.

function decidingBar(desk, n) {
  const { triage, decisions } = desk;
  const mine = decisions.mine(n);
  const cause = triage.cause(n);
  const decide = (value, key, words) => h("button", {
    type: "button", class: `decision ${value}`, "data-value": value,
    "aria-pressed": mine.decision === value ? "true" : "false",
    "aria-disabled": triage.busy === null ? null : "true",
    on: { click: (event) => triage.click(event, value) },
  }, h("span", { class: "glyph", "aria-hidden": "true" }, GLYPHS[value]), words, " ", h("kbd", {}, key));
  return [
    h("div", { class: "decisions" },
      decide("review", "r", ["Damaged", h("span", { class: "as" }, `: ${CAUSES[cause] || cause}`)]),
      decide("pass", "p", "Sound"),
      decide("unsure", "u", "Unsure"),
      h("button", { type: "button", id: "next", "data-value": "next", on: { click: () => triage.next() } },
        "Next ", h("kbd", {}, "J"))),
    h("div", { class: "causes", role: "group", "aria-label": "Cause of the damage" },
      desk.index.meta.causes.map((name, i) => h("button", {
        type: "button", class: "cause-choice", "data-value": name, "data-cause": name,
        "aria-pressed": cause === name ? "true" : "false",
        on: { click: () => triage.choose(name) },
      }, CAUSES[name] || name, " ", h("kbd", {}, String(i + 1))))),
    noteField(decisions, n),
    othersLine(decisions, n),
  ];
}

// A window that loses the focus keeps it in the field, where the note goes on afterwards.
function noteField(decisions, n) {
  const draft = decisions.draft(n);
  const field = h("input", {
    id: "note", "aria-label": "Note", placeholder: "Note (n)", maxlength: "2000",
    value: draft ?? decisions.mine(n).note, class: draft === null ? null : "unsaved",
    on: {
      input: () => {
        decisions.write(n, field.value);
        field.classList.toggle("unsaved", decisions.draft(n) !== null);
      },
      blur: () => { if (document.activeElement !== field) decisions.saveDraft(n); },
    },
  });
  return field;
}

function othersLine(decisions, n) {
  const me = decisions.reviewer;
  const others = decisions.of(n).filter((one) => one.reviewer && one.reviewer !== me);
  if (!others.length) return null;
  return h("ul", { class: decisions.disputed(n) ? "others disputed" : "others" },
    others.map((one) => h("li", {},
      apart(one.reviewer), ": ", h("strong", {}, DESK[one.decision] || "no decision"),
      one.cause ? `, ${CAUSES[one.cause] || one.cause}` : "",
      one.note ? [", “", apart(one.note), "”"] : "",
      one.at ? ` (${one.at.slice(0, 16).replace("T", " ")} UTC)` : "")));
}
