"""Labelled articles made of public sources: the news test sets of WMT, and spun copies.

Both write gzip JSON Lines in the layout that training reads, whole or not at all, and the same
sources give the same bytes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from detector.readers.row_files import records_of
from detector.resources.progress import ProgressCallback, silent
from detector.training.corpora.labelled import CorpusError, Row, find_file, write_rows
from detector.training.corpora.wmt import articles
from detector.training.corpora.wmt_cache import (
    WITH_SYSTEMS,
    WmtTestSet,
    cache_folder,
    check,
    is_system,
    read_fields,
    wmt_sets,
)
from detector.training.synthesis.content_farm import FARM_OF
from detector.training.synthesis.spinners import SPINNER_OF, SPINNERS, Spinner
from detector.training.synthesis.spun_corpus import (
    FEWEST_SPIN_WORDS,
    MOST_SPIN_WORDS,
    choose_originals,
    spin_rows,
)

# Originals that every spinner draws its own from: the shipped model's corpus had as many, so
# that spinners meet the same stories in part and a story is met in several spins.
POOL = 2500
# Articles that go through an engine together. Apertium's taggers carry something over from one
# article to the next: with 450 at a time 89 of 450 came out in another word or two (measured on
# apertium_spa). The shipped model's corpus was made with 75.
ENGINE_BATCH = 75


def collect_wmt(
    destination: Path,
    cache: Path | None = None,
    testsets: Sequence[str] = WITH_SYSTEMS,
    pairs: Sequence[str] = (),
    on_progress: ProgressCallback = silent,
) -> Counter[str]:
    """Write the English articles of WMT test sets; the count of articles by label.

    Reads the cache of sacrebleu only. ``pairs`` (``"de-en"``) narrows the test sets down; all
    pairs with English on one side are taken otherwise.

    Raises
    ------
    CorpusError
        When the cache lacks a file (the message has the command that fetches it), when a test
        set is unknown.
    """
    folder = cache_folder(cache)
    wanted = wmt_sets(testsets, folder, pairs)
    check(wanted, folder)
    return write_rows(read_wmt_sets(wanted, on_progress), destination)


def read_wmt_sets(wanted: Iterable[WmtTestSet], on_progress: ProgressCallback) -> Iterator[Row]:
    """The articles of all shelves; a story original in English is on several, and taken once."""
    seen: set[str] = set()
    for wmt_set in wanted:
        fields, uneven = read_fields(wmt_set)
        if uneven:
            on_progress(
                f"{wmt_set.testset} {wmt_set.pair}: left out, documents skipped: "
                f"{', '.join(uneven)}"
            )
        on_progress(f"{wmt_set.testset} {wmt_set.pair}: {sum(map(is_system, fields))} systems")
        for row in articles(wmt_set, fields):
            if row["id"] not in seen:
                seen.add(row["id"])
                yield row


def collect_spun(
    articles_path: Path,
    destination: Path,
    spinners: Sequence[str],
    per_spinner: int,
    seed: int,
    hold_out: Sequence[str] = (),
    on_progress: ProgressCallback = silent,
) -> Counter[str]:
    """Spin clean articles and write the spun rows; the count of rows by spinner.

    ``spinners`` names those to use (empty: all); ``hold_out`` names spinners, families or
    engines to leave out whole, and with an engine the farms that send articles through it.
    A text that came out all but unchanged is left out, so counts may fall short of
    ``per_spinner``.

    Raises
    ------
    CorpusError
        When a name is unknown or no article is fit.
    MissingPackagesError
        When what a spinner needs is not installed; the message names the Debian packages.
    """
    chosen = choose_spinners(spinners, hold_out)
    pool = choose_originals(clean_rows(articles_path), POOL, seed)
    if not pool:
        raise CorpusError(
            f"{articles_path} holds no article suitable for spinning: clean English of "
            f"{FEWEST_SPIN_WORDS} to {MOST_SPIN_WORDS} words"
        )
    rows = spin_all(pool, chosen, per_spinner, seed, on_progress)
    return write_rows(rows, destination, "system")


def choose_spinners(names: Sequence[str], hold_out: Sequence[str]) -> list[Spinner]:
    """The spinners of these names (all where none is named) without those held out.

    >>> [spinner.name for spinner in choose_spinners(["swaps_single", "wordnet_any"], ["swaps"])]
    ['wordnet_any']
    """
    known = SPINNER_OF.keys() | {spinner.family for spinner in SPINNERS}
    unknown = [name for name in hold_out if name not in known]
    if unknown:
        raise CorpusError(f"nothing to hold out is named {unknown[0]}; known: {sorted(known)}")
    unknown = [name for name in names if name not in SPINNER_OF]
    if unknown:
        raise CorpusError(f"no spinner {unknown[0]!r}; known: {', '.join(SPINNER_OF)}")
    chosen = [SPINNER_OF[name] for name in dict.fromkeys(names or SPINNER_OF)]
    kept = [spinner for spinner in chosen if not hold_out_names(spinner) & set(hold_out)]
    if not kept:
        raise CorpusError("every spinner is held out: name fewer")
    return kept


def hold_out_names(spinner: Spinner) -> set[str]:
    """The names by which a spinner is held out: its own, its family's, its engines'."""
    engines = FARM_OF[spinner.name].engines if spinner.name in FARM_OF else ()
    return {spinner.name, spinner.family, *engines}


def clean_rows(path: Path) -> Iterator[Row]:
    """The rows of a JSON Lines file (or of a folder's ``human_news``) that people wrote."""
    jsonl_path = find_file(path, "human_news") if path.is_dir() else path
    if jsonl_path is None or not jsonl_path.is_file():
        raise CorpusError(
            f"{path} is neither a JSON Lines file of articles nor a folder in the layout"
        )
    for number, row in records_of(jsonl_path):
        if not (row.get("id") and isinstance(row.get("text"), str)):
            raise CorpusError(f"{jsonl_path}, line {number}: needs an id and a text")
        if row.get("label", "clean") in ("human_original", "clean"):
            yield row


def spin_all(
    pool: Sequence[Row],
    spinners: Iterable[Spinner],
    count: int,
    seed: int,
    on_progress: ProgressCallback,
) -> Iterator[Row]:
    """Let each spinner have its own draw of the pool, the same whoever else spins."""
    for spinner in spinners:
        mine = random.Random(f"pick {spinner.name}").sample(pool, min(count, len(pool)))
        made = 0
        for start in range(0, len(mine), ENGINE_BATCH):
            spun = spin_rows(mine[start : start + ENGINE_BATCH], spinner, seed)
            made += len(spun)
            yield from spun
        on_progress(f"{spinner.name}: {made} of {len(mine)} articles spun")
