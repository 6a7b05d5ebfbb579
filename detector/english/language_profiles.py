"""langdetect's guess of a language, its profiles read in less time.

It has a fixed seed: unseeded, its answers change from call to call.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import orjson
from langdetect import detector
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from detector.text.arrays import Floats

SEED = 0
_lock = Lock()


class NgramShares(dict[str, Floats]):
    """The share of an n-gram among those of its length, in each language, shape (n_languages,).

    The shares of an n-gram are put together when it is first met: a foreign sentence holds some
    hundred of the profiles' hundred thousand.
    """

    def __init__(self, read: list[dict[str, Any]]) -> None:
        super().__init__()
        self._languages = [(profile["freq"], profile["n_words"]) for profile in read]
        self._known = frozenset().union(*(counts for counts, _ in self._languages))

    def __contains__(self, ngram: object) -> bool:
        return ngram in self._known

    def __missing__(self, ngram: str) -> Floats:
        # Of what is longer than the numbers of n-grams go there is no share.
        place = len(ngram) - 1
        shares = self[ngram] = np.array(
            [
                counts.get(ngram, 0) / totals[place] if place < len(totals) else 0.0
                for counts, totals in self._languages
            ]
        )
        return shares


@cache
def profiles() -> DetectorFactory:
    """The profiles of langdetect, read once and seeded."""
    factory = DetectorFactory()
    factory.set_seed(SEED)
    read = [orjson.loads(path.read_bytes()) for path in sorted(Path(PROFILES_DIRECTORY).iterdir())]
    factory.langlist += [profile["name"] for profile in read]
    factory.word_lang_prob_map = NgramShares(read)
    return factory


class LanguageDetector(detector.Detector):  # type: ignore[misc]
    """langdetect's own steps with all languages at once: the same digits in less time."""

    def _init_probability(self) -> Floats:
        return np.array(super()._init_probability())

    def _update_lang_prob(self, prob: Floats, word: str, alpha: float) -> None:
        prob *= alpha / self.BASE_FREQ + self.word_lang_prob_map[word]

    def _normalize_prob(self, prob: Floats) -> float:
        prob /= sum(prob.tolist())
        return float(prob.max())


def likeliest_language(text: str) -> tuple[str, float] | None:
    """The code of the likeliest language of a text and its probability; None where none is."""
    with _lock:
        guessing = LanguageDetector(profiles())
    guessing.append(text)
    try:
        best = guessing.get_probabilities()
    except LangDetectException:
        return None
    return (best[0].lang, float(best[0].prob)) if best else None
