"""dolma: the taggers gopher_v2 and c4_v2."""

from dolma.core.data_types import Document
from dolma.taggers.c4 import FasterC4Tagger
from dolma.taggers.gopher import GopherTaggerV2
from timing import report

TAGGERS = (GopherTaggerV2(), FasterC4Tagger())


def judge(text):
    """Tag a text with both."""
    document = Document(source="", id="", text=text)
    return [tagger.predict(document) for tagger in TAGGERS]


report(judge)
