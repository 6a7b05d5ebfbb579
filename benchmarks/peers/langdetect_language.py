"""langdetect: is the likeliest language English, with the certainty that FineWeb asks for."""

from langdetect import DetectorFactory, detect_langs
from timing import report

# Its draws are random unless a seed is set.
DetectorFactory.seed = 0
LEAST_PROBABILITY = 0.65


def doubts(found):
    """Nothing where a crawl's filter would keep the article as English."""
    kept = found[0].lang == "en" and found[0].prob >= LEAST_PROBABILITY
    return [] if kept else ["not English"]


report(lambda texts: list(map(detect_langs, texts)), doubts)
