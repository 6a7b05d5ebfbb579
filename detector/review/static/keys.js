// The keyboard: everything an analyst does all day without the mouse.

function keyTable(desk) {
  const { triage } = desk;
  return [
    ["r", "damaged, by the chosen cause", () => triage.decide("review")],
    ["p", "sound", () => triage.decide("pass")],
    ["u", "unsure", () => triage.decide("unsure")],
    ...desk.index.meta.causes.map((cause, i) =>
      [String(i + 1), `cause: ${CAUSES[cause] || cause}`, () => triage.choose(cause)]),
    ["z", "undo the last decision", () => triage.undo()],
    ["j", "next article", () => desk.step(1)],
    ["k", "previous article", () => desk.step(-1)],
    ["J", "next undecided article", () => triage.next(1)],
    ["K", "previous undecided article", () => triage.next(-1)],
    ["c", "compare with the best copy, and back", () => desk.compare()],
    ["n", "write a note", () => desk.note()],
    ["/", "search", () => desk.search()],
    ["o", "overview", () => desk.view("overview")],
    ["e", "export decisions", () => desk.export()],
    ["?", "these keys", () => byId("keys").showModal()],
  ];
}

const TEXT_FIELDS = "textarea, select, input:not([type=checkbox])";
const isTyping = (target) => target.closest(TEXT_FIELDS) !== null;

// The letter of the key, whatever the keyboard's language and caps lock.
function keyOf(event) {
  const { key, code, shiftKey } = event;
  const cased = (letter) => (shiftKey ? letter.toUpperCase() : letter.toLowerCase());
  if (/^[a-z]$/i.test(key)) return event.getModifierState("CapsLock") ? cased(key) : key;
  return key > "\x7f" && /^Key[A-Z]$/.test(code) ? cased(code.slice(3)) : key;
}

// Fields are left with Enter and Escape, so that the next key is a key again. Escape empties a
// search, as browsers do, and the list must follow.
function leaveField(event, desk) {
  if (event.key !== "Escape" && event.key !== "Enter") return;
  const field = event.target;
  if (field.id === "query" && event.key === "Escape") {
    event.preventDefault();
    field.value = "";
    desk.filter();
  }
  field.blur();
}

function listen(desk) {
  const table = keyTable(desk);
  const deeds = new Map(table.map(([key_, , deed]) => [key_, deed]));
  deeds.set("ArrowDown", deeds.get("j"));
  deeds.set("ArrowUp", deeds.get("k"));
  byId("key-list").replaceChildren(...table.flatMap(([key_, words]) =>
    [h("dt", {}, h("kbd", {}, key_)), h("dd", {}, words)]));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId("keys").open) return;
    if (isTyping(event.target)) {
      leaveField(event, desk);
      return;
    }
    // Arrows scroll the text where it has the focus; in the list they go from article to article.
    const arrow = event.key.startsWith("Arrow");
    if (arrow && event.target !== byId("list")) return;
    const name = keyOf(event);
    const deed = deeds.get(name);
    if (!deed) return;
    event.preventDefault();
    // A key that is held down goes through the list; it never decides a second article.
    if (event.repeat && !arrow && !"jk".includes(name)) return;
    deed();
  });
  // A filter chosen with the mouse keeps no focus, where j and r would be taken for its options.
  let pointed = false;
  addEventListener("pointerdown", () => { pointed = true; }, true);
  addEventListener("keydown", () => { pointed = false; }, true);
  document.addEventListener("change", ({ target }) => {
    if (pointed && target.matches("select")) target.blur();
  });
}
