"""Texts found again: a review file holds verdicts and places, the page wants the articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from detector.article import Unreadable
from detector.detector import Detector
from detector.readers.article_finder import ArticleFinder
from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.readers.rows import read_rows
from detector.review.entries import Entry
from detector.review.judging import judge_entries
from detector.verdict import COPY_SIGNAL, Row
from detector.version import counts_alike
from detector.writers.cells import one_line
from detector.writers.review_rows import unreadable_row

GONE = "the text is not available: {path} is no longer here"
CHANGED = "the text at {path} has changed since it was scored: the marks come from the review file"
OTHER = "scored by {model}, which is not the model here: the marks come from the review file"
# The CSV rounds probabilities to four places; two machines differ by less than this.
SAME_SCORE = 0.0006


def recover_texts(
    path: Path,
    detector: Detector,
    done: Callable[[int], object] = lambda count: None,
    root: Path | None = None,
    fields: FieldNames = USUAL_FIELDS,
) -> Iterator[Entry]:
    """The rows of a review file as entries, each with its text where that can be found.

    A text that still is what was scored is measured again, for what a row does not hold: all
    marks, and how the score adds up. The decision stays the row's. A row that cannot be read comes
    last, as unreadable, with the reason. ``root`` is the folder from which the paths of the rows
    lead, where that is not the working folder.
    """
    reasons: list[str] = []
    rows = read_rows(path, skipped=reasons.append)
    finder = ArticleFinder(path.parent, root, fields)
    texts = [finder.find_row(row) for row in rows]
    articles = [article for article in texts if article is not None]
    judged = judge_entries(articles, detector, done)
    for row, article in zip(rows, texts, strict=True):
        if article is None:
            reason = row.error if row.decision == "unreadable" else ""
            gone = reason or GONE.format(path=row.path or row.id or "article")
            yield Entry(row, remark=gone, marks=row.evidence, from_review_file=True)
        else:
            yield entry_with_text(row, next(judged))
    for number, reason in enumerate(reasons, 1):
        name = f"{path.name}, unreadable row {number}"
        row = unreadable_row(Unreadable(str(path), reason, name), str(detector.card["name"]))
        yield Entry(row, remark=reason, from_review_file=True)


def is_gone(entry: Entry) -> bool:
    """Whether the text of a row was not found."""
    return not entry.text and entry.remark.startswith(GONE.partition("{")[0])


def entry_with_text(row: Row, judged: Entry) -> Entry:
    """A row with the text found for it, and with the fresh marks where they are the row's own."""
    entry = Entry(row, judged.text, from_review_file=True)
    row.published, row.url = row.published or judged.row.published, row.url or judged.row.url
    copied = [mark for mark in row.evidence if mark.signal == COPY_SIGNAL]
    if is_other_text(row, judged):
        entry.remark = CHANGED.format(path=row.path)
        entry.text = ""
    elif row.model != judged.row.model or scores_differ(row, judged.row, copied=bool(copied)):
        entry.remark = OTHER.format(model=row.model or "another model")
    else:
        entry.marks = [*copied, *judged.marks]
        entry.suspects, entry.breakdown = judged.suspects, judged.breakdown
        entry.strip = judged.strip
        # The CSV rounds, and articles that differ by less would come in another order.
        if not copied:
            row.score, row.probabilities = judged.row.score, judged.row.probabilities
        return entry
    entry.marks = row.evidence
    return entry


def is_other_text(row: Row, judged: Entry) -> bool:
    """Whether a text is not the one that a row tells of: by its marks, and by how long it was."""
    if row.words and row.words != judged.row.words and counts_alike(row.version):
        return True
    return not all(text_starts_with(mark.text, judged.text[mark.start :]) for mark in row.evidence)


def scores_differ(row: Row, judged: Row, *, copied: bool) -> bool:
    """Whether two rows of one article differ in what the text alone says.

    The best copy of a story, met in the run that wrote the row, may have raised its score.
    """
    difference = row.synthetic - judged.synthetic if copied else row.score - judged.score
    return abs(difference) > SAME_SCORE


def text_starts_with(snippet: str, text: str) -> bool:
    """Whether a snippet, as a review file prints it, begins a text."""
    whole = snippet.removesuffix("…")
    plain = "".join(one_line(whole).replace("¶", "").split())
    return "".join(one_line(text[: 2 * len(snippet) + 40]).replace("¶", "").split()).startswith(
        plain
    )
