// What the page says about itself: a notice for each thing that is wrong, and one toast for what
// was just done.

const notices = new Map();

// The words on one topic; empty words withdraw them, and leave those on other topics standing.
function notify(words, topic = "page") {
  if (words) notices.set(topic, words);
  else notices.delete(topic);
  const notice = byId("notice");
  notice.textContent = [...new Set(notices.values())].join(" ");
  notice.hidden = !notices.size;
}

// Long enough to read and to reach for the button; the key works on after it has gone.
const TOAST_MILLISECONDS = 8000;
let toastTimer = 0;

function toast(words, undo) {
  const place = byId("toast");
  put(place, h("span", {}, words), undo
    ? h("button", { type: "button", on: { click: undo } }, "Undo ", h("kbd", {}, "z"))
    : null);
  place.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { place.hidden = true; }, TOAST_MILLISECONDS);
}
