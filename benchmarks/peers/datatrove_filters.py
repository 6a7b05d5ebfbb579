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
    C4QualityFilter(),
    FineWebQualityFilter(),
)


def judge(text):
    """Ask every filter, whatever the one before it said."""
    return [chosen.filter(Document(text=text, id="")) for chosen in FILTERS]


report(judge)
