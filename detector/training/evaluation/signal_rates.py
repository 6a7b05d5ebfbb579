"""How often each signal fires on which corpus, how far to trust it, and what it costs.

This is the table by which a signal keeps or loses its weight: one that fires on more than
0.5 % of clean articles may not decide alone.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from zlib import crc32

from detector.signals.signal import Signal
from detector.text.tokens import Tokens
from detector.training.corpora.labelled import Sample
from detector.training.evaluation.text_table import ReportTable

# House rule: share of clean articles above which a mark needs company or carries no weight.
MOST_CLEAN_SHARE = 0.005
# Log-odds from which one mark alone is meant to send an article to review, and below which
# it is meant to need company (set by hand, see Signal.weight).
DECISIVE_WEIGHT = 4.0
# Articles a group contributes at most: rates of 0.1 % show at this size.
MOST_PER_GROUP = 2000
FEWEST_PER_GROUP = 100


class LabelledText(NamedTuple):
    """One article for the table: the corpus it counts under, and whether it is damaged.

    ``damaged`` is None where a corpus has no label for damage (language-model text).
    """

    group: str
    damaged: bool | None
    text: str


@dataclass
class SignalRates:
    """Counts over corpora: articles a group, articles a signal fired on, seconds spent."""

    articles: Counter[str] = field(default_factory=Counter)
    fired: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    damaged: dict[str, bool | None] = field(default_factory=dict)

    def add(self, article: LabelledText, signals: Sequence[Signal]) -> None:
        """Read every signal in one article."""
        tokens = tokenize_fully(article.text)
        self.articles[article.group] += 1
        self.damaged[article.group] = article.damaged
        for signal in signals:
            start = time.perf_counter()
            value = signal.read(tokens).value
            self.seconds[signal.name] += time.perf_counter() - start
            self.fired[signal.name][article.group] += value > 0

    def per_thousand(self, name: str, group: str) -> float:
        """Articles of a group, in a thousand, on which a signal fires."""
        return 1000.0 * self.fired[name][group] / max(self.articles[group], 1)

    def share(self, name: str, *, damaged: bool) -> float:
        """Share of damaged or of clean articles on which a signal fires, groups weighing alike."""
        groups = [
            group
            for group, state in self.damaged.items()
            if state is damaged and self.articles[group] >= FEWEST_PER_GROUP
        ]
        rates = [self.per_thousand(name, group) / 1000 for group in groups]
        return sum(rates) / max(len(rates), 1)

    def precision(self, name: str) -> float | None:
        """Probability that an article on which a signal fires is damaged.

        With damaged and clean articles equally many; None when it never fired.
        """
        hit, wrong = self.share(name, damaged=True), self.share(name, damaged=False)
        return hit / (hit + wrong) if hit + wrong else None

    def microseconds(self, name: str) -> float:
        """Mean cost of a signal in microseconds an article."""
        return 1e6 * self.seconds[name] / max(self.articles.total(), 1)


def tokenize_fully(text: str) -> Tokens:
    """Tokens with everything cut, so that no signal is charged for what all of them share."""
    tokens = Tokens(text)
    _ = tokens.lowered, tokens.sentences, tokens.quotes
    return tokens


def signal_role(signal: Signal, clean_share: float) -> str:
    """What a signal may do: decide alone, add to others, or only be shown."""
    if signal.weight == 0:
        return "shown only"
    if signal.weight < DECISIVE_WEIGHT:
        return "needs company"
    return "alone" if clean_share <= MOST_CLEAN_SHARE else "alone, too often"


def measure(articles: Iterable[LabelledText], signals: Sequence[Signal]) -> SignalRates:
    """Read every signal in up to MOST_PER_GROUP articles of each group."""
    rates = SignalRates()
    for article in articles:
        if rates.articles[article.group] < MOST_PER_GROUP:
            rates.add(article, signals)
    return rates


def labelled_texts(samples: Iterable[Sample]) -> Iterator[LabelledText]:
    """Labelled articles under the names of the table: news by country, translations by years.

    They come in an order of their own, so that a group that is cut short is cut fairly: files
    hold one system after the other.
    """
    for sample in sorted(samples, key=lambda sample: crc32(sample.id.encode())):
        if sample.kind == "news":
            yield LabelledText(f"news {sample.country or 'unknown'}", False, sample.text)
        elif sample.kind in ("human_translation", "human_original"):
            yield LabelledText(sample.kind.replace("_", " "), False, sample.text)
        elif sample.kind == "machine":
            yield LabelledText(f"machine {years_of(sample.year)}", True, sample.text)
        elif sample.kind == "spun":
            yield LabelledText("spun", True, sample.text)
        elif sample.kind == "generated":
            yield LabelledText("synthetic", None, sample.text)


def years_of(year: int) -> str:
    """The generation of engines that a test year stands for: rules and phrases, then networks."""
    if year <= 2013:
        return "to 2013"
    return "2014-2019" if year <= 2019 else "2020-2021"


def rows_of(rates: SignalRates, signals: Sequence[Signal]) -> list[dict[str, Any]]:
    """One row a signal: rates per 1,000 articles by group, precision, standing, cost.

    Groups with fewer articles than FEWEST_PER_GROUP are left out.
    """
    groups = [group for group, count in rates.articles.items() if count >= FEWEST_PER_GROUP]
    return [
        {
            "signal": signal.name,
            "cause": signal.cause,
            "weight": signal.weight,
            "per 1,000": {group: rates.per_thousand(signal.name, group) for group in groups},
            "precision": rates.precision(signal.name),
            "standing": signal_role(signal, rates.share(signal.name, damaged=False)),
            "microseconds": rates.microseconds(signal.name),
        }
        for signal in signals
    ]


def rate_table(rows: Sequence[Mapping[str, Any]]) -> ReportTable:
    """The rows as a table; rates are articles in 1,000 with the signal."""
    groups = list(rows[0]["per 1,000"])
    cells = [
        [
            row["signal"],
            *(f"{row['per 1,000'][group]:.1f}" for group in groups),
            "" if row["precision"] is None else f"{row['precision']:.2f}",
            f"{row['microseconds']:.0f}",
            row["standing"],
        ]
        for row in rows
    ]
    columns = ["signal", *groups, "precision", "µs", "standing"]
    return ReportTable("Articles in 1,000 on which a signal fires", columns, cells)
