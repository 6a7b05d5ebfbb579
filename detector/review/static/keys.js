// The keyboard: everything an analyst does all day without the mouse.

function keyTable(desk) {
  const causes = desk.index.meta.causes;
  return [
    ["j", "next article", () => desk.step(1)],
    ["k", "article before", () => desk.step(-1)],
    ["r", "damaged: review was right", () => desk.decide("decision", "review")],
    ["p", "sound: it may pass", () => desk.decide("decision", "pass")],
    ["u", "unsure", () => desk.decide("decision", "unsure")],
    ...causes.map((cause, i) => [String(i + 1), `cause: ${CAUSES[cause]}`, () => desk.decide("cause", cause)]),
    ["n", "write a note", () => focusOn("note")],
    ["/", "search", () => focusOn("query")],
    ["o", "overview", () => desk.view("overview")],
    ["e", "export decisions", () => desk.export()],
    ["?", "these keys", () => byId("keys").showModal()],
  ];
}

function focusOn(id) {
  const field = byId(id);
  if (field) field.focus();
}

const isTyping = (target) => target.closest("input, textarea, select") !== null;

function listen(desk) {
  const table = keyTable(desk);
  const deeds = new Map(table.map(([key_, , deed]) => [key_, deed]));
  deeds.set("ArrowDown", deeds.get("j"));
  deeds.set("ArrowUp", deeds.get("k"));
  byId("key-list").replaceChildren(...table.flatMap(([key_, words]) =>
    [h("dt", {}, h("kbd", {}, key_)), h("dd", {}, words)]));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape" || (event.key === "Enter" && event.target.id === "note")) event.target.blur();
      return;
    }
    // Arrows scroll the text where it has the focus; in the list they go from article to article.
    if (event.key.startsWith("Arrow") && event.target !== byId("list")) return;
    const deed = deeds.get(event.key);
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}
