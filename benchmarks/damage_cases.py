"""What a tool sees of the test suite's damage, when it is set into a clean article.

The first cases of each signal, damaged and tempting, are set behind the lead of a clean sample:
some tools read no further than the opening. A tool *sees* a case when it objects to something
that it did not object to in the sample alone. The cases were written for this detector's own
signals: the figure shows what other tools were not made for, not which tool is better.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.corpus import HERE, SAMPLES
from detector.article import Article
from detector.readers import read

CASES = HERE / "tests" / "cases"
LABELS = HERE / "datasets" / "labels.csv"
# Cases of each signal and kind: a tool that takes half a second an article must end (made up).
MOST_CASES = 1
Objections = Sequence[Sequence[str]]


class Case(NamedTuple):
    """One case: is it damage or tempting, which clean article holds it, and the article's text."""

    damaged: bool
    host: int
    text: str


class Sight(NamedTuple):
    """Shares of the cases that a tool objected to: of damage, and of what is no damage."""

    damage: float
    tempting: float


def clean_articles() -> list[str]:
    """The texts of the samples that are labelled as clean."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    clean = {line["id"] or line["file"] for line in lines if line["label"].startswith("clean")}
    items = read([str(SAMPLES)])
    return [item.text for item in items if isinstance(item, Article) and item.id in clean]


def cases(hosts: Sequence[str]) -> list[Case]:
    """The first cases of each signal, in clean articles that take turns."""
    found: list[Case] = []
    # Of each kind by itself, so that damaged and tempting cases stand in the same articles.
    turns: Counter[bool] = Counter()
    for damaged, text in first_cases():
        host = turns[damaged] % len(hosts)
        turns[damaged] += 1
        found.append(Case(damaged, host, behind_lead(hosts[host], text)))
    return found


def first_cases() -> Iterator[tuple[bool, str]]:
    """Whether it is damaged, and its text; this detector's known failures are among them."""
    taken: defaultdict[tuple[str, bool], int] = defaultdict(int)
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            damaged = bool(case["evidence"])
            kind = (case["signal"], damaged)
            taken[kind] += 1
            if taken[kind] <= MOST_CASES:
                yield damaged, case["text"]


def behind_lead(text: str, paragraph: str) -> str:
    """The text with a paragraph after its headline and its lead."""
    headline, lead, *rest = text.split("\n\n")
    return "\n\n".join([headline, lead, paragraph, *rest])


def sight(found: Sequence[Case], told: Objections, alone: Objections) -> Sight:
    """How often a case meets an objection that its clean article alone did not meet."""
    seen: dict[bool, list[bool]] = {True: [], False: []}
    for case, objections in zip(found, told, strict=True):
        seen[case.damaged].append(not set(objections) <= set(alone[case.host]))
    return Sight(*(sum(own) / len(own) for own in (seen[True], seen[False])))
