// Beside the text: the reasons in words, the figures in doubt, and how the score adds up.

// The marks of one signal told together, with the first few snippets.
const SNIPPETS = 3;

function reasonsBox(detail, entry, meanings) {
  const numbers = numberReasons(detail.marks);
  const items = [...numbers].map(([signal, number_]) => {
    const marks = detail.marks.filter((mark) => mark.signal === signal);
    return [marks.some((mark) => mark.strong), reasonItem(signal, number_, marks, meanings)];
  });
  const strong = items.filter(([is]) => is).map(([, item]) => item);
  const weak = items.filter(([is]) => !is).map(([, item]) => item);
  const none = entry.decision === "review"
    ? "No strong mark: it is here for its wording as a whole."
    : "No strong mark. That does not prove the text sound.";
  return h("section", {},
    h("h3", {}, "What was found"),
    detail.remark && detail.text ? h("p", { class: "missing" }, detail.remark) : null,
    strong.length ? h("ol", { class: "reasons" }, strong) : h("p", { class: "soft" }, none),
    weak.length ? h("details", { class: "weak", open: !strong.length },
      h("summary", {}, `${plural(weak.length, "weak sign")}, which sound articles show too`),
      h("ol", { class: "reasons" }, weak)) : null);
}

function reasonItem(signal, number_, marks, meanings) {
  return h("li", { class: "reason", "data-reason": number_, "data-cause": marks[0].cause },
    h("button", { type: "button", class: "jump", "aria-label": `Go to mark ${number_}` }, String(number_)),
    h("div", {},
      h("p", { class: "meaning" }, meanings[signal] || signal),
      h("p", { class: "signal" },
        h("span", { class: "cause", "data-cause": marks[0].cause, title: REMEDIES[marks[0].cause] }, CAUSES[marks[0].cause]),
        ` ${signal}`, marks.length > 1 ? ` × ${marks.length}` : ""),
      h("ul", { class: "snippets" }, [...new Set(marks.map(snippetOf))].slice(0, SNIPPETS)
        .map((words) => h("li", {}, apart(words))))));
}

function snippetOf(mark) {
  const words = mark.text.replace(/\s+/g, " ");
  const short = words.length > 90 ? `${words.slice(0, 89)}…` : words;
  return mark.note && mark.note !== mark.text ? `${short} (${mark.note.replace("|", " | ")})` : short;
}

function figuresBox(detail) {
  if (!detail.suspects.length && !detail.figures.length) return null;
  const cutting = cutter(detail.text);
  const told = detail.suspects.map(([start, end]) => cutting.cut(start, end));
  return h("section", {},
    h("h3", {}, "Figures that cannot be trusted"),
    h("ul", { class: "figures" },
      (told.length ? told : detail.figures).map((words) => h("li", {}, apart(words)))));
}

// How oddly each sentence of the opening reads, where the full reader read it.
function stripBox(detail) {
  if (!detail.text || !detail.strip.length) return null;
  const cutting = cutter(detail.text);
  const levels = ["calm", "odd", "strange"];
  return h("section", {},
    h("h3", {}, "How each sentence reads"),
    h("ol", { class: "strip" }, detail.strip.map(([start, end, nats, level]) => h("li", {
      class: levels[level],
      css: { "--share": Math.min(nats / 8, 1) },
      title: `${levels[level]}: ${cutting.cut(start, end)}`,
    }, h("span", { class: "unseen" }, levels[level])))),
    h("p", { class: "signal" }, "From calm to strange, in the opening of the article."));
}

function sumBox(detail, entry, thresholds) {
  if (!detail.adding) return null;
  const { cause, parts, rest, total } = detail.adding;
  const rows = [...parts, { name: "everything else", means: "smaller contributions together", adds: rest }];
  const most = Math.max(...rows.map((part) => Math.abs(part.adds)), 0.01);
  const bar = (value) => h("span", {
    class: value < 0 ? "bar less" : "bar more",
    css: { "--share": Math.abs(value) / most },
  });
  return h("details", { class: "sum" },
    h("summary", {}, `How “${CAUSES[cause]}” adds up`),
    h("table", {},
      h("caption", { class: "unseen" }, "Contributions to the log-odds"),
      h("thead", { class: "unseen" }, h("tr", {}, ["what", "", "adds"].map((name) =>
        name ? h("th", { scope: "col" }, name) : h("td", {})))),
      h("tbody", {}, rows.map((part) => h("tr", { title: part.means },
        h("th", { scope: "row" }, part.name), h("td", {}, bar(part.adds)),
        h("td", { class: "adds" }, signed(part.adds))))),
      h("tfoot", {}, h("tr", {},
        h("th", { scope: "row" }, "sum (log-odds)"), h("td", {}),
        h("td", { class: "adds" }, signed(total))))),
    h("p", { class: "soft" },
      `A probability of ${probability(entry[cause])} for ${CAUSES[cause]}; `,
      OWN_THRESHOLD.includes(cause)
        ? `review from ${probability(thresholds[cause])}.`
        : `with the other cause ${probability(entry.score)}, review from ${probability(entry.limit)}.`));
}

const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

// A reason lights up its marks and leads to them, one after the other.
function linkReasons(body) {
  const marksOf = (reason) => [...body.querySelectorAll("mark")]
    .filter((mark) => mark.dataset.reasons.split(" ").includes(reason.dataset.reason));
  for (const reason of body.querySelectorAll(".reason")) {
    const light = (on) => marksOf(reason).forEach((mark) => mark.classList.toggle("lit", on));
    let next = 0;
    reason.addEventListener("mouseenter", () => light(true));
    reason.addEventListener("mouseleave", () => light(false));
    reason.querySelector(".jump").addEventListener("click", () => {
      const marks = marksOf(reason);
      if (!marks.length) return;
      light(false);
      light(true);
      marks[next % marks.length].scrollIntoView({ block: "center" });
      next += 1;
    });
  }
}
