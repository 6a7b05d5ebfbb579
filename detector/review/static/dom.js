// Elements are made here and nowhere else. What an article says becomes a text node or an
// attribute that a browser only shows: there is no way from here to markup or code.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, deed] of Object.entries(value)) element.addEventListener(event, deed);
    } else if (name === "css") {
      for (const [key, size] of Object.entries(value)) element.style.setProperty(key, size);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  return put(element, children);
}

// What is not there (null) is left out.
function put(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

const h = (tag, properties, ...children) =>
  fill(document.createElement(tag), properties, children);

const svg = (tag, properties, ...children) =>
  fill(document.createElementNS(SVG, tag), properties, children);

const byId = (id) => document.getElementById(id);

// Marks that turn the direction of reading are shown: what follows looks like something else.
const turnsShown = (text) => String(text ?? "").replace(/[\u202a-\u202e\u2066-\u2069]/g, "\u21c4");

// A stretch of foreign text that cannot turn the text around it from right to left.
const apart = (text, name) => h("bdi", { class: name }, turnsShown(text));

const number = (value) => value.toLocaleString("en");

const percent = (share) => `${Math.round(100 * share)}%`;

const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

// Nothing is certain: what would round to 1 is told as more than .99.
const probability = (value) => (value >= 0.995 ? ">.99" : value.toFixed(2).replace(/^0/, ""));

const JUDGED = ["review", "pass"];
const DECISIONS = {
  review: "to review",
  pass: "passed",
  too_short: "too short",
  not_english: "not English",
  unreadable: "unreadable",
};
const DESK = { review: "damaged", pass: "sound", unsure: "unsure" };
const GLYPHS = { review: "✕", pass: "✓", unsure: "?" };

// A title short enough for one line of a message.
const briefly = (title) => turnsShown(title.length > 60 ? `${title.slice(0, 59)}…` : title);

const isNarrow = () => matchMedia("(max-width: 760px)").matches;
