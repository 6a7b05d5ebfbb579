"""From probabilities and marks to a decision: what an editor should look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.causes import CAUSE_OF
from detector.english.news_register import FAR_FROM_NEWS, out_of_domain_shares
from detector.features.evidence import MeasuredArticle
from detector.model.additive import AdditiveModel
from detector.model.thresholds import Thresholds
from detector.text.derived import derived
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.verdict import Decision, Evidence

# Share of words that are figures past which an article is no running prose: .3 % of edited news
# and .5 % of machine translations have more (measured on 3,000 of each).
MAX_FIGURE_SHARE = 0.12
# Log-odds of a strong mark, and how many signals must have one where wording tells nothing: a
# manual prints the names of its buttons with capitals, and a poem repeats itself (measured on 4,300
# texts of other genres: with one signal 4.6 % go to review, with two 1.6 %).
STRONG_EVIDENCE, STRONG_SIGNALS = 2.0, 2
# Log-odds of a mark that nobody prints in news; it sends an article to review from a probability
# of one half on (made up; on 6,000 edited articles such marks of this edition stand in none).
# Manuals and letters of programmers do print code: far from news it takes the stronger mark.
SURE_EVIDENCE, SURE_FAR_FROM_NEWS, SURE_PROBABILITY = 5.0, 6.0, 0.5
# So many marks of some weight are as good as one sure mark, from a lower probability on: a farm
# spinner leaves a handful (made up; of 8,800 honest texts none that is near news has three).
HANDFUL, HANDFUL_WEIGHT, HANDFUL_PROBABILITY = 4, 3.0, 0.25
# One mark below this weight does not decide an article of so many words: a single typing error in
# a page of clean text is a typing error.
LONE_EVIDENCE, LONG_ARTICLE = 3.0, 300
# One mark below this weight decides no article of any length (made up).
SLIGHT_EVIDENCE = 1.5
# Language models that write articles are younger than this year.
FIRST_YEAR_OF_MODELS = 2020
YEAR_RE = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d)")
# Characters at the head of a page in which it dates itself: title and dateline (made up).
HEAD = 300


class DecisionRule(NamedTuple):
    """What an article must show before it goes to review.

    ``sure_marks_decide`` is false where a desk set a threshold of its own: nothing below it goes
    to review.
    """

    thresholds: Thresholds
    too_short_words: int
    classifier: AdditiveModel
    sure_marks_decide: bool = True

    def decide(
        self,
        measured: MeasuredArticle,
        marks: Sequence[Evidence],
        probabilities: NDArray[np.float64],
        *,
        read: bool = False,
    ) -> Decision:
        """Say whether an editor should look.

        Parameters
        ----------
        measured : MeasuredArticle
        marks : sequence of Evidence
            All that the signals found.
        probabilities : array of shape (4,)
            ``score``, ``translation``, ``spin``, ``synthetic``.
        read : bool
            Whether the article was read a second time.
        """
        if measured.tokens.word_count < self.too_short_words:
            return "too_short"
        if measured.language not in ("", "en"):
            return "not_english"
        far = distance_from_news(measured.tokens) >= FAR_FROM_NEWS
        if self.sure_marks_decide and (
            is_sure(marks, probabilities, far=far)
            or (not far and are_many(marks, float(probabilities[0])))
        ):
            return "review"
        cautious = far and strong_signals(marks) < STRONG_SIGNALS
        if (cautious and not read) or not self.is_exceeded(measured, probabilities, cautious):
            return "pass"
        hangs = self.hangs_on_one(measured, marks, probabilities, cautious)
        return "pass" if hangs else "review"

    def is_exceeded(
        self, measured: MeasuredArticle, probabilities: NDArray[np.float64], cautious: bool
    ) -> bool:
        """Whether a threshold is reached; none for models in a text older than they are.

        ``cautious`` asks for the higher one, far from news.
        """
        synthetic = float(probabilities[-1])
        if synthetic >= self.thresholds.synthetic and predates_models(measured.tokens):
            synthetic = 0.0
        words = measured.tokens.word_count
        return self.thresholds.exceeded(float(probabilities[0]), synthetic, words, far=cautious)

    def hangs_on_one(
        self,
        measured: MeasuredArticle,
        marks: Sequence[Evidence],
        probabilities: NDArray[np.float64],
        cautious: bool,
    ) -> bool:
        """Whether a long article would pass but for one mark that is not strong.

        Marks without a vote count as company: one kind of mark is weak, two kinds are not.
        """
        damage = damage_marks(marks)
        long = measured.tokens.word_count >= LONG_ARTICLE
        most = LONE_EVIDENCE if long else SLIGHT_EVIDENCE
        if len(damage) != 1 or not 0 < damage[0].weight < most:
            return False
        name = damage[0].signal
        value = measured.measurements[name].value
        without = self.classifier.probabilities_without(probabilities, name, value)
        return not self.is_exceeded(measured, without, cautious)


def is_sure(marks: Sequence[Evidence], probabilities: NDArray[np.float64], *, far: bool) -> bool:
    """Whether a mark that nobody prints in news stands there, and its cause is likely.

    ``far`` says that the text is far from news; no genre prints a chatbot's talk.
    """
    least = SURE_FAR_FROM_NEWS if far else SURE_EVIDENCE
    return any(
        mark.weight >= (SURE_EVIDENCE if mark.cause == "synthetic" else least)
        and probabilities[-1 if mark.cause == "synthetic" else 0] >= SURE_PROBABILITY
        for mark in marks
    )


def damage_marks(marks: Sequence[Evidence]) -> list[Evidence]:
    """The marks whose cause can decide."""
    return [mark for mark in marks if CAUSE_OF[mark.cause].decides]


def are_many(marks: Sequence[Evidence], score: float) -> bool:
    """Whether so many marks of damage stand there that no reader would call it a slip."""
    strong = [
        mark
        for mark in damage_marks(marks)
        if mark.weight >= HANDFUL_WEIGHT and mark.cause != "synthetic"
    ]
    return score >= HANDFUL_PROBABILITY and len(strong) >= HANDFUL


def strong_signals(marks: Sequence[Evidence]) -> int:
    """How many signals have a strong mark."""
    return len({mark.signal for mark in marks if mark.weight >= STRONG_EVIDENCE})


def distance_from_news(tokens: Tokens) -> float:
    """How far from news an article is: see :func:`distances_from_news`."""
    return float(distances_from_news(tokens.batch)[tokens.number])


@derived
def distances_from_news(batch: TokenBatch) -> NDArray[np.float64]:
    """How far from news each article is: 1.0 for a table, a list of results, a recipe."""
    tabular = (
        batch.figures_from[1:] - batch.figures_from[:-1]
    ) > MAX_FIGURE_SHARE * batch.word_segments.counts
    return np.where(tabular, 1.0, out_of_domain_shares(batch))


def predates_models(tokens: Tokens) -> bool:
    """Whether a page dates itself, at its head, before language models wrote articles.

    >>> predates_models(Tokens("OAKRIDGE, June 12, 2007 – The company opened a school."))
    True
    """
    if YEAR_RE.search(tokens.text, 0, HEAD) is None:
        return False
    return max(map(int, YEAR_RE.findall(tokens.text))) < FIRST_YEAR_OF_MODELS
