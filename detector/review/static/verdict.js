// What stands above the text: headline, where it is from, and the verdict in a sentence.

function articleHead(reader) {
  const entry = reader.index.entries[reader.n];
  const copies = reader.detail.copies.length + reader.detail.more_copies;
  return h("header", { class: "head" },
    h("p", { class: "place" }, `No. ${number(entry.n + 1)} in the queue`),
    h("h2", {}, apart(entry.title)),
    h("ul", { class: "facts" }, factsOf(entry).map((fact) => h("li", {}, fact))),
    h("div", { class: `verdict ${entry.decision}` },
      h("p", { class: "sentence" }, h("strong", {}, DECISIONS[entry.decision]), " ", apart(reader.detail.why)),
      JUDGED.includes(entry.decision) ? dials(entry, reader.index.meta.thresholds) : null,
      entry.error && entry.decision !== "unreadable" ? h("p", { class: "remark" }, apart(entry.error)) : null,
      copies ? h("p", { class: "beside" },
        h("button", { type: "button", id: "compare", on: { click: () => reader.compare() } },
          `Compare with ${copies === 1 ? "the other copy" : "the best copy"} `, h("kbd", {}, "c"))) : null));
}

function factsOf(entry) {
  return [
    entry.outlet && apart(entry.outlet),
    entry.published,
    plural(entry.words, "word"),
    entry.language && entry.language !== "en" ? `language ${entry.language}` : "",
    entry.out_of_domain >= 0.5 ? `${Math.round(100 * entry.out_of_domain)}% far from news` : "",
    originalLink(entry.url),
  ].filter(Boolean);
}

// Only what a browser opens as a page; the original learns nothing of the desk.
function originalLink(url) {
  if (!/^https?:\/\//i.test(url || "")) return "";
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "original");
}

function dials(entry, thresholds) {
  const rows = [
    ["damage", entry.score, entry.limit],
    ...DAMAGE.map((cause) => [CAUSES[cause], entry[cause],
      OWN_THRESHOLD.includes(cause) ? thresholds[cause] : null]),
  ];
  return h("dl", { class: "dials" }, rows.map(([name, value, threshold]) => h("div", { class: "dial" },
    h("dt", {}, name),
    h("dd", {},
      h("span", { class: "value" }, probability(value)),
      h("span", { class: "gauge", css: { "--share": value, "--limit": threshold ?? 2 } }),
      threshold === null ? null : h("span", { class: "limit" }, `review from ${probability(threshold)}`)))));
}
