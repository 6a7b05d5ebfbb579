"""From probabilities and marks to a decision: what an editor should look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.causes import CAUSE_OF
from detector.features.evidence import MeasuredArticle
from detector.model.additive import AdditiveModel
from detector.model.thresholds import Thresholds
from detector.text.news_anchors import out_of_domain_share
from detector.text.tokens import Tokens
from detector.verdict import Decision, Evidence

# Share of words that are figures past which an article is no running prose: .3 % of edited news
# and .5 % of machine translations have more (measured on 3,000 of each).
MAX_FIGURE_SHARE = 0.12
# From here on a text is far from news (see detector.text.news_anchors).
FAR_FROM_NEWS = 0.5
# Log-odds of a mark that may speak by itself for a text of which wording tells nothing (made up).
STRONG_EVIDENCE = 2.0
# Log-odds of a mark that nobody prints in news; it sends an article to review from a probability
# of one half on (made up; on 6,000 edited articles such marks of this edition stand in none).
SURE_EVIDENCE, SURE_PROBABILITY = 5.0, 0.5
# One mark below this weight does not decide an article of so many words: a single typing error in
# a page of clean text is a typing error.
LONE_EVIDENCE, LONG_ARTICLE = 3.0, 300
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
    ) -> Decision:
        """Say whether an editor should look.

        Parameters
        ----------
        measured : MeasuredArticle
        marks : sequence of Evidence
            All that the signals found.
        probabilities : array of shape (4,)
            ``score``, ``translation``, ``spin``, ``synthetic``.
        """
        if measured.tokens.word_count < self.too_short_words:
            return "too_short"
        if measured.language not in ("", "en"):
            return "not_english"
        if self.sure_marks_decide and is_sure(marks, probabilities):
            return "review"
        if not self.is_exceeded(measured, probabilities):
            return "pass"
        if wording_tells_nothing(measured.tokens) and not has_strong(marks):
            return "pass"
        return "pass" if self.hangs_on_one(measured, marks, probabilities) else "review"

    def is_exceeded(self, measured: MeasuredArticle, probabilities: NDArray[np.float64]) -> bool:
        """Whether a threshold is reached; none for models in a text older than they are."""
        synthetic = 0.0 if predates_models(measured.tokens) else float(probabilities[-1])
        words = measured.tokens.word_count
        return self.thresholds.exceeded(float(probabilities[0]), synthetic, words)

    def hangs_on_one(
        self,
        measured: MeasuredArticle,
        marks: Sequence[Evidence],
        probabilities: NDArray[np.float64],
    ) -> bool:
        """Whether a long article would pass but for one mark that is not strong.

        Marks without a vote count as company: one kind of mark is weak, two kinds are not.
        """
        damage = [mark for mark in marks if CAUSE_OF[mark.cause].decides]
        lone = len(damage) == 1 and 0 < damage[0].weight < LONE_EVIDENCE
        if not lone or measured.tokens.word_count < LONG_ARTICLE:
            return False
        name = damage[0].signal
        value = measured.measurements[name].value
        without = self.classifier.probabilities_without(probabilities, name, value)
        return not self.is_exceeded(measured, without)


def is_sure(marks: Sequence[Evidence], probabilities: NDArray[np.float64]) -> bool:
    """Whether a mark that nobody prints in news stands there, and its cause is likely."""
    likely = {"synthetic": probabilities[-1]}
    return any(
        mark.weight >= SURE_EVIDENCE
        and likely.get(mark.cause, probabilities[0]) >= SURE_PROBABILITY
        for mark in marks
    )


def has_strong(marks: Sequence[Evidence]) -> bool:
    """Whether a mark may speak by itself."""
    return any(mark.weight >= STRONG_EVIDENCE for mark in marks)


def wording_tells_nothing(tokens: Tokens) -> bool:
    """Whether an article is a table, or far from news, of which scores of wording say nothing."""
    return is_tabular(tokens) or out_of_domain_share(tokens) >= FAR_FROM_NEWS


def is_tabular(tokens: Tokens) -> bool:
    """Whether an article is rather a table, a list of results, a forecast or a recipe."""
    return len(tokens.figures) > MAX_FIGURE_SHARE * tokens.word_count


def predates_models(tokens: Tokens) -> bool:
    """Whether a page dates itself, at its head, before language models wrote articles.

    >>> predates_models(Tokens("OAKRIDGE, June 12, 2007 – The company opened a school."))
    True
    """
    years = [int(found) for found in YEAR_RE.findall(tokens.text)]
    dated = YEAR_RE.search(tokens.text, 0, HEAD) is not None
    return dated and max(years) < FIRST_YEAR_OF_MODELS
