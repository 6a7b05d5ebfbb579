"""What an article must show before it goes to review, beyond its probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detector import Article, Detector
from detector.causes import HEADS
from detector.features.evidence import signal_evidence
from detector.model.decision_rule import is_sure, strong_signals
from detector.model.thresholds import Thresholds
from detector.signals.why import why
from detector.verdict import Evidence, Row

NEWS = (
    "The council of Harwick said on Monday that the bridge would be closed for 3 weeks from "
    "January. Councillor Mary Osgood told reporters that the police and the ministry had agreed. "
)
MANUAL = (
    "You may use the panel to set a page; if this is not the case, see the list of keys which "
    "any user can edit; such a key, or its name, is to be typed as it is shown in the text. "
)
LOAN_WORD = NEWS * 6 + "The repairs will be paid from the gemeentekas, which is well filled."


def probabilities(translation, spin, synthetic=0.0):
    score = 1 - (1 - translation) * (1 - spin)
    return np.array([score, translation, spin, synthetic])


def mark(signal, weight, cause="translation"):
    return Evidence(signal, cause, 0, 5, "XXXXX", weight=weight)


@pytest.fixture(scope="module")
def decide():
    detector = Detector(second_reading="never")

    def decided(text, marks, found, **also):
        (assessed,) = detector.assess([Article(text)])
        return detector.rule.decide(assessed.measured, marks, found, **also)

    return decided


def test_news_goes_to_review_by_its_wording_and_a_manual_does_not(decide):
    likely = probabilities(0.99, 0.0)
    assert decide(NEWS * 6, [], likely) == "review"
    assert decide(MANUAL * 3, [], likely) == "pass"


def test_a_manual_that_was_read_twice_takes_more_than_news_does(decide):
    assert decide(NEWS * 6, [], probabilities(0.9, 0.0), read=True) == "review"
    assert decide(MANUAL * 4, [], probabilities(0.9, 0.0), read=True) == "pass"
    assert decide(MANUAL * 4, [], probabilities(0.97, 0.0), read=True) == "review"
    assert decide(MANUAL * 4, [], probabilities(0.0, 0.0, 1.0), read=True) == "pass"


@pytest.mark.parametrize(("translation", "spin", "decision"), [
    (0.93, 0.0, "pass"), (0.94, 0.0, "review"), (0.84, 0.84, "review"),
])  # fmt: skip
def test_far_from_news_the_limit_is_one_of_the_score(decide, translation, spin, decision):
    assert decide(MANUAL * 4, [], probabilities(translation, spin), read=True) == decision


def test_what_is_shown_is_the_limit_that_an_article_had_to_reach():
    limits = Detector(second_reading="never").thresholds
    plain = Row(decision="pass", words=400)
    assert limits.limit(plain) == limits.score
    assert limits.limit(replace(plain, out_of_domain=0.7)) == pytest.approx(0.9354, abs=1e-4)
    marked = replace(plain, out_of_domain=0.7, decision="review")
    assert limits.limit(marked) == limits.score
    assert Thresholds(1.0, 1.0, 1.0).score_threshold(400, far=True) == 1.0
    assert Thresholds(0.0, 1.0, 0.0).score_threshold(400, far=True) == 0.0


def test_a_reason_says_what_is_far_from_news_and_never_names_two_causes():
    plain = Row(decision="pass", words=400, probabilities=dict.fromkeys(HEADS, 0.0))
    assert why(plain) == "No strong mark was found."
    assert why(replace(plain, out_of_domain=0.7)) == (
        "No strong mark was found in a text far from news."
    )
    slot = mark("number_slot", 6.0)
    likeliest = {"translation": 0.5, "spin": 0.1, "synthetic": 0.9}
    flagged = replace(plain, decision="review", evidence=[slot], probabilities=likeliest)
    assert why(flagged).startswith("Machine translation: ")
    assert why(Row(decision="too_short", words=1)) == "1 word is too few to judge."


def test_a_manual_takes_two_signals_with_strong_marks(decide):
    likely = probabilities(0.99, 0.0)
    assert decide(MANUAL * 3, [mark("noun_capital", 2.0)] * 4, likely) == "pass"
    both = [mark("noun_capital", 2.0), mark("glued_name", 3.0)]
    assert decide(MANUAL * 3, both, likely) == "review"


def test_code_decides_in_news_and_not_in_a_manual(decide):
    code = [mark("protecting_token", 5.0)]
    even = probabilities(0.6, 0.0)
    assert decide(NEWS * 6, code, even) == "review"
    assert decide(MANUAL * 3, code, even) == "pass"
    assert decide(MANUAL * 3, [mark("number_slot", 6.0)], even) == "review"


def test_a_handful_of_strong_marks_decides_in_news_and_not_in_a_manual(decide):
    unlikely = probabilities(0.4, 0.0)
    assert decide(NEWS * 6, [mark("farm_swap", 4.0, "spin")] * 4, unlikely) == "review"
    assert decide(NEWS * 6, [mark("farm_swap", 4.0, "spin")] * 3, unlikely) == "pass"
    assert decide(NEWS * 6, [mark("farm_swap", 2.5, "spin")] * 9, unlikely) == "pass"
    assert decide(NEWS * 6, [mark("page_line", 4.0, "scrape")] * 9, unlikely) == "pass"
    assert decide(MANUAL * 3, [mark("farm_swap", 4.0, "spin")] * 4, unlikely) == "pass"


@pytest.mark.parametrize("far", [True, False])
def test_talk_of_a_model_decides_everywhere(far):
    talk = [mark("prompt_leak", 5.0, "synthetic")]
    assert is_sure(talk, probabilities(0.0, 0.0, 0.6), far=far)
    assert not is_sure(talk, probabilities(0.0, 0.0, 0.4), far=far)


def test_signals_count_once():
    assert strong_signals([mark("a", 2.0), mark("a", 3.0), mark("b", 1.9)]) == 1


def test_one_slight_mark_decides_no_article(decide):
    """The weight of the mark alone carries the score past the threshold, or does not."""
    detector = Detector(second_reading="never")
    (assessed,) = detector.assess([Article(LOAN_WORD)])
    found = signal_evidence(assessed.measured, detector.signals, detector.weights)
    damage = [one for one in found if one.cause in ("translation", "spin")]
    assert [one.signal for one in damage] == ["foreign_spelling"]
    limit = detector.thresholds.score_threshold(assessed.measured.tokens.word_count)
    past = probabilities(limit + 0.01, 0.0)
    assert detector.rule.decide(assessed.measured, damage, past) == "pass"
    company = [*damage, mark("doubled_word", 1.4)]
    assert detector.rule.decide(assessed.measured, company, past) == "review"
