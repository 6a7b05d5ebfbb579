"""TextDescriptives: its component of quality, on a blank English pipeline of spaCy."""

import spacy
import textdescriptives  # noqa: F401 - names the component
from timing import report

PIPELINE = spacy.blank("en")
PIPELINE.add_pipe("sentencizer")
# Its own defaults, as tuples: confection 1 takes no lists where the component asks for pairs.
RANGES = {"top_ngram_range": (2, 4), "duplicate_n_gram_fraction_range": (5, 10)}
PIPELINE.add_pipe("textdescriptives/quality", config=RANGES)


def missed(document):
    """Whether a document misses any threshold of the package."""
    return [] if document._.passed_quality_check else ["quality"]


report(lambda texts: list(PIPELINE.pipe(texts)), missed)
