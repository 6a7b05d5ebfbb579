"""What adds to a score, in words an editor knows."""

from __future__ import annotations

from collections.abc import Iterable

from detector.signals.catalogue import SIGNALS_BY_NAME

# What the families of the model's columns measure; a column belongs to the first whose
# beginning its name has (see ``detector.ngrams`` for the columns themselves).
FAMILIES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("base", ("base",), "where every article starts: most news is sound"),
    (
        "small reader",
        ("small reader:",),
        "how much words read like ones in the place of others",
    ),
    ("full reader", ("reader:",), "how much the words surprise a language model"),
    ("machine wording", ("machine_",), "how much single sentences read like machine translation"),
    (
        "engine wording",
        ("engine_",),
        "how much the article as a whole shows small habits of engines everywhere",
    ),
    ("spinner wording", ("spun_",), "how much the sentences read like spun copy"),
    ("model prose", ("generated_",), "how much the sentences read like a language model's prose"),
    (
        "odd company",
        ("gain_", "content_", "grammar_"),
        "how well words fit their neighbours, compared with edited news",
    ),
    (
        "outdone words",
        ("rival_", "outdone_"),
        "how often a synonym would fit better than the printed word",
    ),
    (
        "unlikely words",
        ("surprise_", "unseen_", "rare_words"),
        "how unlikely the runs of words are in edited news",
    ),
    (
        "vocabulary",
        ("commonness_", "uncommon_", "unknown_", "variety", "word_letters", "long_words"),
        "how common, varied and long the words are",
    ),
    ("register", ("out_of_domain",), "how near its style is to news, or how far from it"),
    ("sentence length", ("sentence_words",), "how long the sentences are, and how alike in length"),
)


def family_of(column: str) -> tuple[str, str]:
    """The name under which a column of the model is shown, and what that measures.

    A signal stands for itself.
    """
    if column in SIGNALS_BY_NAME:
        return column, SIGNALS_BY_NAME[column].means
    for name, beginnings, means in FAMILIES:
        if column.startswith(beginnings):
            return name, means
    return "other", "other figures of the text"


def in_families(parts: Iterable[tuple[str, float]]) -> list[tuple[str, str, float]]:
    """Contributions summed by family, largest first: ``(name, meaning, log-odds)``."""
    sums: dict[tuple[str, str], float] = {}
    for column, value in parts:
        family = family_of(column)
        sums[family] = sums.get(family, 0.0) + value
    named = [(name, means, value) for (name, means), value in sums.items()]
    return sorted(named, key=lambda part: -abs(part[2]))
