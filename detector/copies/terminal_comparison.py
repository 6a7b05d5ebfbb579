"""Two copies side by side in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from detector.article import Article, Span
from detector.copies.alignment import Alignment
from detector.copies.fingerprints import fingerprint
from detector.copies.grouping import shipped
from detector.copies.membership import article_name, describe_shared
from detector.copies.pair_features import COPY_RELATIONS, INDEPENDENT, similarity_features
from detector.copies.relation_features import compare_texts
from detector.copies.replacement import Replacement
from detector.copies.scored_text import read
from detector.copies.side_by_side import lines, parted_facts
from detector.text.tokens import Tokens
from detector.text.visible import visible

STYLES = {"word": "bold black on bright_yellow", "name": "bold white on magenta"}
STYLES |= {"figure": "bold white on red"}


class Comparison(NamedTuple):
    """Two articles, how their sentences answer to each other, and what they are to each other.

    ``relation`` is one of :data:`detector.copies.pair_features.RELATIONS` with its ``probability``;
    ``same_event`` says that neither is a copy of the other.
    """

    first: Article
    second: Article
    left: Tokens
    right: Tokens
    alignment: Alignment
    relation: str
    probability: float
    reason: str


def compare_articles(first: Article, second: Article) -> Comparison:
    """Compare two articles, the better copy first.

    >>> rain = Article("Rain fell on Harwick on Monday and closed two roads to the port.")
    >>> compare_articles(rain, rain).relation
    'verbatim'
    """
    models = shipped()
    left, right = read(first.text, models.words), read(second.text, models.words)
    prints = [fingerprint(left.tokens), fingerprint(right.tokens)]
    pair = np.array([[0, 1]])
    shared = similarity_features(prints, pair)
    apart = float(models.pairs.compare(prints, pair, shared)[0, -1])
    relation, probability = INDEPENDENT, apart
    difference = compare_texts(left, right)
    if 1 - apart >= models.pairs.threshold:
        odds = models.relation_model.relation(shared, difference.relation[None])[0]
        relation, probability = COPY_RELATIONS[int(odds.argmax())], float(odds.max()) * (1 - apart)
    return Comparison(
        first, second, left.tokens, right.tokens, difference.alignment, relation, probability,
        describe_shared(shared[0]),
    )  # fmt: skip


def summary(comparison: Comparison) -> str:
    """What the comparison says, in a line."""
    alignment = comparison.alignment
    remarks = Counter(line.remark for line in lines(alignment))
    joined = "".join(f", {remarks[kind]} {kind}" for kind in ("merged", "split") if remarks[kind])
    return (
        f"{comparison.relation} ({comparison.probability:.2f}): {comparison.reason}; "
        f"{len(alignment.replacements)} replacements, {remarks['dropped']} sentences dropped, "
        f"{remarks['added']} added, {len(alignment.moved)} moved{joined}"
    )


def fact_lines(comparison: Comparison) -> Iterator[str]:
    """The figures and names in which the copies part, a line a kind."""
    for kind, parted in parted_facts(comparison.alignment).items():
        changes = list_replacements(comparison.alignment.replacements, kind)
        sides = [(parted.first, "only in the first"), (parted.second, "only in the second")]
        only = [f"{where}: {', '.join(facts)}" for facts, where in sides if facts]
        if changes or only:
            yield f"{kind}s: " + "; ".join(filter(None, [changes, *only]))


def list_replacements(replacements: Iterable[Replacement], kind: str) -> str:
    """The replacements of a kind, ``old -> new``, each once."""
    changes = (f"{one.old} -> {one.new}" for one in replacements if one.kind == kind)
    return "; ".join(dict.fromkeys(changes))


def spans_of(comparison: Comparison, left: bool) -> list[tuple[Span, str]]:
    """Where the replacements stand in one of the texts, with their kind."""
    return [
        (one.old_span if left else one.new_span, one.kind)
        for one in comparison.alignment.replacements
    ]


def side(tokens: Tokens, number: int, spans: Iterable[tuple[Span, str]]) -> Text:
    """One sentence with what differs highlighted; empty where there is none."""
    if number < 0:
        return Text("—", style="dim")
    sentence = tokens.sentences[number]
    shown = Text(visible(tokens.text[sentence.start : sentence.end]))
    for span, kind in spans:
        if sentence.start <= span.start and span.end <= sentence.end + 1:
            shown.stylize(STYLES[kind], span.start - sentence.start, span.end - sentence.start)
    return shown


def render(comparison: Comparison) -> RenderableType:
    """The comparison for a terminal."""
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column(Text(visible(article_name(comparison.first)) or "first"), ratio=10)
    table.add_column(Text(visible(article_name(comparison.second)) or "second"), ratio=10)
    table.add_column("", width=8)
    left, right = spans_of(comparison, True), spans_of(comparison, False)
    for line in lines(comparison.alignment):
        table.add_row(
            side(comparison.left, line.left, left),
            side(comparison.right, line.right, right),
            line.remark,
        )
        table.add_row()
    facts = [Text(visible(line)) for line in fact_lines(comparison)]
    parts: list[RenderableType] = [Text(summary(comparison), style="bold"), *facts, Text(), table]
    changes = list_replacements(comparison.alignment.replacements, "word")
    if changes:
        parts.append(Text(visible(f"words: {changes}")))
    return Group(*parts)
