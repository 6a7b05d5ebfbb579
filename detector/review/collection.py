"""From paths to the desk: articles are scored, review files are read back with their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from detector.article import Article
from detector.copies.cluster_revision import LARGEST_FOLDER, named, revise
from detector.copies.stories import group_stories
from detector.detector import Detector
from detector.model.thresholds import Thresholds
from detector.readers import find_inputs, read
from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.readers.row_files import is_review
from detector.review.entries import Entry, Queue, ReviewCollection
from detector.review.judging import judge_entries
from detector.review.queue import sort_queue
from detector.review.text_recovery import is_gone, recover_texts
from detector.verdict import COPY_SIGNAL
from detector.version import VERSION
from detector.writers.review_rows import rank


def collect(
    paths: Sequence[str],
    detector: Detector,
    *,
    queue: Queue = "score",
    stories: bool | None = None,
    done: Callable[[int], object] = lambda count: None,
    root: Path | None = None,
    fields: FieldNames = USUAL_FIELDS,
    outputs: Iterable[Path | None] = (),
) -> ReviewCollection:
    """Lay articles on the desk.

    Parameters
    ----------
    paths : sequence of str
        Articles, and review files: of these decision and score are kept, and the texts read again.
    queue : str
        See :func:`detector.review.queue.sort_queue`.
    stories : bool, optional
        Find the copies of each story, see :func:`find_stories`.
    done : callable
        Called with the number of articles after each batch.
    root, fields
        See :func:`detector.review.text_recovery.recover_texts`.
    outputs : iterable of Path
        What will be written of it: in a folder of articles these are none.

    Raises
    ------
    MissingInput, ValueError
        When a path is not there, or a review file is damaged.
    """
    entries = list(collect_entries(paths, detector, done, root, fields, outputs))
    find_stories(entries, stories, detector.thresholds)
    rank_entries(entries)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made_by = detector.thresholds, str(detector.card["name"]), VERSION, now
    ordered = sort_queue(entries, queue, detector.thresholds)
    return ReviewCollection(ordered, *made_by, queue, tuple(paths))


def rank_entries(entries: Sequence[Entry]) -> None:
    """Number the entries, unless a review file says by which rank people speak of its articles."""
    if not all(entry.from_review_file and entry.row.rank for entry in entries):
        rank(entry.row for entry in entries)


def collect_entries(
    paths: Sequence[str],
    detector: Detector,
    done: Callable[[int], object],
    root: Path | None,
    fields: FieldNames,
    outputs: Iterable[Path | None] = (),
) -> Iterator[Entry]:
    """The entries of all paths, in the order given."""
    reviews = [path for path in paths if is_review(Path(path))]
    for path in reviews:
        yield from recover_texts(Path(path), detector, done, root, fields)
    others = [path for path in paths if path not in reviews]
    if others:
        yield from judge_entries(read(find_inputs(others, fields, outputs)), detector, done)


def check_texts(collection: ReviewCollection) -> str:
    """How many texts of review files were found, in words; empty where all were, or none is there.

    Raises
    ------
    ValueError
        When none was found, or nothing could be read: a page without texts serves nobody.
    """
    entries = collection.entries
    if entries and all(entry.row.decision == "unreadable" for entry in entries):
        raise ValueError(f"nothing could be read: {entries[0].row.path}: {entries[0].row.error}")
    wanted = [entry for entry in collection.entries if entry.from_review_file]
    wanted = [entry for entry in wanted if entry.row.decision != "unreadable"]
    recovered = sum(not is_gone(entry) for entry in wanted)
    if recovered == len(wanted):
        return ""
    words = f"{recovered} of {len(wanted)} texts found: run from the folder that `detector score` "
    words += "ran in, or give it with --root"
    if recovered or len(wanted) < len(collection.entries):
        return words
    raise ValueError(words)


def find_stories(entries: list[Entry], wanted: bool | None, thresholds: Thresholds) -> None:
    """Find the copies of each story among the texts at hand, unless a review file names them.

    Without a word about it where there are at most
    :data:`~detector.copies.cluster_revision.LARGEST_FOLDER` articles.
    """
    wanted = len(entries) <= LARGEST_FOLDER if wanted is None else wanted
    if wanted and not any(entry.row.story for entry in entries):
        name_stories(entries, thresholds)


def name_stories(entries: Iterable[Entry], thresholds: Thresholds) -> None:
    """Fill ``story`` and ``copy_of``, and say what each copy is to the best one.

    What the best copy proves of a mangled one counts, except where a review file has decided.
    """
    with_text = [entry for entry in entries if entry.text]
    if not with_text:
        return
    articles = [as_article(entry) for entry in with_text]
    scores = [(entry.row.score, entry.row.synthetic) for entry in with_text]
    members = group_stories(articles, scores)
    for entry, article, member in zip(with_text, articles, members, strict=True):
        if entry.from_review_file:
            entry.row.story, entry.row.copy_of = member.story, member.copy_of
        else:
            revise(entry.row, named(article, member), thresholds)
            copied = [mark for mark in entry.row.evidence if mark.signal == COPY_SIGNAL]
            entry.marks = copied + entry.marks
        entry.relation, entry.relation_reason = member.relation, member.reason


def as_article(entry: Entry) -> Article:
    """The article of an entry, as the search for copies wants it."""
    row = entry.row
    return Article(
        entry.text,
        row.id,
        row.title,
        outlet=row.outlet,
        published=row.published,
        path=row.path,
    )
