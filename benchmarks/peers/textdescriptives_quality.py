"""TextDescriptives: its component of quality, on a blank English pipeline of spaCy."""

import spacy
import textdescriptives  # noqa: F401 - names the component
from timing import report

PIPELINE = spacy.blank("en")
PIPELINE.add_pipe("sentencizer")
PIPELINE.add_pipe("textdescriptives/quality")

report(lambda text: PIPELINE(text)._.quality)
