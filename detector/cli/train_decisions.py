"""What ``detector train`` and ``detector evaluate`` do with the decisions of a desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from detector.causes import CAUSES, HEAD_OF
from detector.cli.errors import echo_line
from detector.text.counted import counted
from detector.version import counts_alike

if TYPE_CHECKING:
    from detector.review.decisions import ReviewDecision
    from detector.training.corpora.labelled import Kind, Sample
    from detector.training.decisions.decision_value import ScoredDecision
    from detector.training.decisions.from_decisions import DecidedText

# The kind of training article that damage of a cause makes; none where only marks reveal it.
KIND_OF: dict[str, Kind] = {
    cause.key: HEAD_OF[cause.votes_on].kinds[0] for cause in CAUSES if cause.votes_on
}


def decisions_with_texts(files: Sequence[Path]) -> Iterator[tuple[ReviewDecision, str]]:
    """What was decided, one an article, each with its text; what has none is reported.

    Articles are looked for where their path says, from the working folder and from the folder
    of the file.
    """
    from detector.readers.article_finder import ArticleFinder

    lost, open_questions, total = 0, 0, 0
    for path in files:
        finder = ArticleFinder(path.parent)
        decisions, rows = read_once(path)
        for decision in decisions:
            total += 1
            article = finder.find(decision.path, decision.id)
            if article and not is_decided(article.text, decision, rows):
                article = None
            lost += article is None
            open_questions += decision.decision == "unsure"
            if article is not None and decision.decision != "unsure":
                outlet = decision.outlet or article.outlet
                yield decision._replace(outlet=outlet), article.text
    echo_line(f"{total} articles decided; {open_questions} unsure or disputed, which are left out")
    if lost:
        echo_line(f"{lost} left out: their texts have moved or changed")


class RowFigures(NamedTuple):
    """What a row of a review file says of its article, decided or not.

    ``words`` is how many it had, empty where that is unknown or another version counted them;
    ``score`` is None where it was not judged.
    """

    words: str = ""
    score: float | None = None

    @classmethod
    def of(cls, cells: Mapping[str, Any]) -> RowFigures:
        """The figures in the cells of a row."""
        from detector.review.decisions import parse_probability
        from detector.verdict import JUDGED

        words = str(cells.get("words") or "") if counts_alike(cells.get("version")) else ""
        score = parse_probability(cells.get("score")) if cells.get("decision") in JUDGED else None
        return cls(words.removesuffix(".0"), score)


Rows = dict[tuple[str, str], RowFigures]


def read_once(path: Path) -> tuple[list[ReviewDecision], Rows]:
    """The decisions of a file, one an article, and what its rows say, by path and id."""
    from detector.review.decision_readers import aggregate_decisions, read_decisions

    rows: Rows = {}

    def see(cells: Mapping[str, Any]) -> None:
        path, identity = (str(cells.get(name) or "").strip() for name in ("path", "id"))
        rows[path, identity] = RowFigures.of(cells)

    return aggregate_decisions(read_decisions(path, see)), rows


def is_decided(text: str, decision: ReviewDecision, rows: Rows) -> bool:
    """Whether a text may be the one that was decided on: by its digest, or by the row's words.

    A feed that comes under one name every day has others in the same places.
    """
    from detector.review.events import same_text, text_digest
    from detector.text.tokens import Tokens

    words = rows.get(decision.article, RowFigures()).words
    if words and words != str(Tokens(text).word_count):
        return False
    return same_text(decision.digest, text_digest(text))


def decisions_for_adaptation(files: Sequence[Path]) -> list[DecidedText]:
    """Decisions as the adapting of a model takes them."""
    from detector.training.decisions.from_decisions import DecidedText

    return [
        DecidedText(text, decision.decision == "review", decision.cause, decision.outlet)
        for decision, text in decisions_with_texts(files)
    ]


def samples(files: Sequence[Path]) -> list[Sample]:
    """Decisions as labelled articles, to join the corpora.

    A damaged article must name its cause, since each head learns from its own.
    """
    from detector.training.corpora.labelled import Sample

    labelled_articles, unnamed = [], 0
    for decision, text in decisions_with_texts(files):
        damaged = decision.decision == "review"
        kind = KIND_OF.get(decision.cause) if damaged else "news"
        unnamed += kind is None
        if kind is not None:
            name = f"desk:{decision.path}:{decision.id}"
            year = int(decision.at[:4] or 0) or datetime.now(UTC).year
            sample = Sample(name, text, kind, name, decision.outlet, year=year, source="desk")
            labelled_articles.append(sample)
    if unnamed:
        echo_line(f"{unnamed} left out: damaged, but by none of {', '.join(KIND_OF)}")
    return labelled_articles


def scored_decisions(files: Sequence[Path]) -> list[ScoredDecision]:
    """All articles of the files that have a score, decided or not."""
    from detector.training.decisions.decision_value import ScoredDecision

    scored_articles = []
    for path in files:
        decisions, rows = read_once(path)
        scores = {name: row.score for name, row in rows.items() if row.score is not None}
        for decision in decisions:
            seen = scores.pop(decision.article, decision.score)
            unsure = decision.decision == "unsure"
            if seen is not None:
                worth = None if unsure else decision.decision == "review"
                scored_articles.append(ScoredDecision(seen, worth, unsure))
        scored_articles += [ScoredDecision(score, None) for score in scores.values()]
    return scored_articles


def worth_of(files: Sequence[Path], budget: int, days: int) -> dict[str, Any]:
    """Measure and print what the desk's minutes were worth."""
    from detector.resources.model_files import load_card
    from detector.training.decisions.decision_value import (
        FEWEST_DECISIONS,
        precision_by_threshold,
        sentence,
        threshold_for_budget,
    )
    from detector.training.evaluation.text_table import ReportTable, print_tables

    articles = scored_decisions(files)
    own = float(load_card()["thresholds"]["0.01"]["score"])
    rows, best = precision_by_threshold(articles, own), threshold_for_budget(articles, budget, days)
    title = "How much of what lay above each threshold was worth looking at"
    columns = ("threshold", "articles", "decided", "unsure", "worth", "precision", "95 %")
    print_tables(ReportTable(title, columns, list(map(cells_of, rows))), width=100)
    each = "day" if days == 1 else f"day, {days} days"
    decided = sum(one.worth is not None for one in articles)
    if decided < FEWEST_DECISIONS:
        few = f"{counted(decided, 'decision')}: too few to recommend a threshold"
        click.echo(f"{few}; it takes {FEWEST_DECISIONS}.")
        return {"by_threshold": rows, "budget": None}
    click.echo(f"For {budget} articles a {each}: {sentence(best)}.")
    click.echo(f"Use it with: detector score PATH --threshold {best['threshold']:.4f}")
    return {"by_threshold": rows, "budget": best}


def cells_of(row: dict[str, Any]) -> list[str]:
    """A row of the table in words."""
    counts = [str(row[name]) for name in ("articles", "decided", "unsure", "worth")]
    cut = f"{row['threshold']:.4f}" + (" (the model's)" if row["own"] else "")
    if row["precision"] is None:
        return [cut, *counts, "unknown", ""]
    return [cut, *counts, f"{row['precision']:.2f}", f"{row['low']:.2f} to {row['high']:.2f}"]
