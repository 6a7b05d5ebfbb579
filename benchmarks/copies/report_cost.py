"""What grouping costs as folders grow (a command: ``report_cost DATA SPUN``).

Folders are mixed of edited news, its spun copies, translations of one article by several engines
and rewrites, whole stories in an order of chance, so that each size has the same share of copies.
Where they run out they are told again with other words: every name, figure and content word is
exchanged for another of its kind, the same throughout a retelling. Sizes rise in one process, so
the peak of memory told with each is that of the largest so far.
"""

from __future__ import annotations

import re
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from benchmarks.copies.labelled_clusters import corpora_parser, rows_of
from detector.article import Article
from detector.copies.fingerprints import word_keys
from detector.copies.sentence_codes import FUNCTION
from detector.copies.stories import group_stories
from detector.text.printed_words import PrintedWords

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
SOURCES = ("human_news", "spun", "mt_news", "synthetic_news")
SEED = 13
# Of a story so many versions at most, so that a third of the articles are copies.
VERSIONS = 4
# Articles that are told again (made up).
BASE = 10_000
PARTS_RE = re.compile(r"(\w[\w'’.,-]*\w|\w)")
# Peak memory comes in kilobytes on Linux and in bytes on macOS.
UNIT = 1 if sys.platform == "darwin" else 1024


def stories(data: Path, spun: Path) -> list[list[str]]:
    """The articles of each story, in an order of chance."""
    by_story: dict[str, list[str]] = defaultdict(list)
    for name in SOURCES:
        for row in rows_of(spun if name == "spun" else data, name):
            by_story[row.get("group") or row.get("pair_id") or row["id"]].append(row["text"])
    random = Random(SEED)
    mixed = [random.sample(some, min(len(some), VERSIONS)) for some in by_story.values()]
    random.shuffle(mixed)
    return mixed


def texts(available: Sequence[Sequence[str]], most: int) -> Iterator[str]:
    """So many articles: a number of stories, then the same told again with other words."""
    few = list(islice(chain.from_iterable(available), min(most, BASE)))
    words = sorted({word for text in few for word in PARTS_RE.split(text)[1::2]})
    yield from few
    for seed in range(1, 1 + (most - 1) // len(few)):
        others = exchanged(words, seed)
        for text in few[: most - seed * len(few)]:
            yield "".join(others.get(part, part) for part in PARTS_RE.split(text))


def exchanged(words: Sequence[str], seed: int) -> dict[str, str]:
    """Another word for each: of its kind, about as common, and capital where it is."""
    alike: dict[tuple[int, int, bool], list[str]] = defaultdict(list)
    for word, (kind, _, weight, *_) in zip(words, word_keys(PrintedWords(words)), strict=True):
        if kind != FUNCTION:
            alike[kind, round(2 * weight), word[0].isupper()].append(word)
    others: dict[str, str] = {}
    for some in alike.values():
        others |= zip(some, Random(seed).sample(some, len(some)), strict=True)
    return others


def measured(articles: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
    """A line a size: seconds by the clock, of the processor, and the peak of memory."""
    for size in sizes:
        folder = [Article(text, id=str(number)) for number, text in enumerate(articles[:size])]
        clock, work = perf_counter(), process_time()
        memberships = group_stories(folder)
        clock, work = perf_counter() - clock, process_time() - work
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e9
        copies = sum(bool(one.copy_of) for one in memberships)
        yield (
            f"{size:>7,} articles, {copies:>6,} copies: {clock:6.1f} s, "
            f"{work:6.1f} s of processor, peak {peak:.2f} GB"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the curve."""
    parser = corpora_parser(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args(arguments)
    articles = list(texts(stories(options.data, options.spun), max(options.sizes)))
    for line in measured(articles, sorted(options.sizes)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
