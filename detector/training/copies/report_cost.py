"""What grouping costs as folders grow (a command: ``report_cost DATA SPUN``).

Folders are mixed of edited news, its spun copies, translations of one article by several engines
and rewrites; where they run out, of copies that a desk shortened. Sizes rise in one process, so the
peak of memory told with each is that of the largest so far.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from detector.article import Article
from detector.copies.stories import group_stories
from detector.training.copies.desk_edits import edit
from detector.training.copies.labelled_clusters import corpora_parser, rows_of

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
SOURCES = ("human_news", "spun", "mt_news", "synthetic_news")
SEED = 13
# Peak memory comes in kilobytes on Linux and in bytes on macOS.
UNIT = 1 if sys.platform == "darwin" else 1024


def texts(data: Path, spun: Path, most: int) -> list[str]:
    """As many articles as are asked for, in an order of chance."""
    available = [
        row["text"] for name in SOURCES for row in rows_of(spun if name == "spun" else data, name)
    ]
    Random(SEED).shuffle(available)
    whole = available[:most]
    for number in range(most - len(whole)):
        whole.append(edit(available[number % len(available)], number))
    return whole


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
    articles = texts(options.data, options.spun, max(options.sizes))
    for line in measured(articles, sorted(options.sizes)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
