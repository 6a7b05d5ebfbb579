"""datatrove: Gopher quality, Gopher repetition, C4 and FineWeb quality, all four on each text."""

from datatrove.data import Document
from datatrove.pipeline.filters import (
    C4QualityFilter,
    FineWebQualityFilter,
    GopherQualityFilter,
    GopherRepetitionFilter,
)
from timing import report

FILTERS = (
    GopherQualityFilter(),
    GopherRepetitionFilter(),
    FineWebQualityFilter(),
    # The last, since it rewrites the text.
    C4QualityFilter(),
)


def judge(text):
    """The filters that drop the text, and the lines that C4 drops from it."""
    document = Document(text=text, id="")
    dropping = [one.name for one in FILTERS if one.filter(document) is not True]
    left = set(document.text.splitlines())
    return dropping + [line for line in text.splitlines() if line.strip() not in {*left, ""}]


report(lambda texts: list(map(judge, texts)), list)
