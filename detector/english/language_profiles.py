"""langdetect's guess of a language, its profiles read in less time.

It has a fixed seed: unseeded, its answers change from call to call.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import orjson
from langdetect import detector
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from langdetect.utils.ngram import NGram

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
        self.known = frozenset().union(*(profile["freq"] for profile in read))
        self._counts = [profile["freq"].get for profile in read]
        self._totals = np.array([profile["n_words"] for profile in read]).T

    def __contains__(self, ngram: object) -> bool:
        return ngram in self.known

    def __missing__(self, ngram: str) -> Floats:
        counts = np.array([count(ngram, 0) for count in self._counts])
        # Of what is longer than the numbers of n-grams go there is no share.
        long = len(ngram) > len(self._totals)
        shares = self[ngram] = (
            np.zeros(len(counts)) if long else counts / self._totals[len(ngram) - 1]
        )
        return shares


class Normalised(dict[int, str]):
    """What langdetect makes of each character, worked out when the character is first met."""

    def __missing__(self, code_point: int) -> str:
        own = self[code_point] = str(NGram.normalize(chr(code_point)))
        return own


NORMALISED = Normalised()


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

    def _extract_ngrams(self) -> list[str]:
        """Every one, two and three characters running that a profile knows, in order.

        None goes on over a space, and none ends on the second of two capitals.
        """
        spaced = self.text.translate(NORMALISED)
        text = " ".join(["", *filter(None, spaced.split(" ")), *[""] * spaced.endswith(" ")])
        ngrams: list[str] = []
        for end, (last, own) in enumerate(pairwise(text), 2):
            if own.isupper() and last.isupper():
                continue
            ngrams += (own, last + own) if last == " " else (own, last + own, text[end - 3 : end])
        known = self.word_lang_prob_map.known
        return [ngram for ngram in ngrams if ngram != " " and ngram in known]

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
