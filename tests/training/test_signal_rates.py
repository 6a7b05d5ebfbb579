"""The table by which a signal keeps or loses its weight."""

from __future__ import annotations

import pytest

from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.training.corpora.labelled import Sample
from detector.training.evaluation.signal_rates import (
    FEWEST_PER_GROUP,
    LabelledText,
    labelled_texts,
    measure,
    rows_of,
    signal_role,
)

CLEAN = "The council met on Monday and voted for the new bus route after a short debate."
MASKED = "The council met on Monday and spent 100,000 XNUMX pounds on the new bus route."


@pytest.fixture(scope="module")
def rates():
    clean = [LabelledText("news US", False, CLEAN)] * (FEWEST_PER_GROUP - 1)
    clean += [LabelledText("news US", False, MASKED)]
    damaged = [LabelledText("machine", True, MASKED)] * FEWEST_PER_GROUP
    few = [LabelledText("news LS", False, MASKED)]
    return measure([*clean, *damaged, *few], [SIGNALS_BY_NAME["number_slot"]])


def test_rates_are_articles_in_a_thousand(rates):
    assert rates.per_thousand("number_slot", "machine") == 1000
    assert rates.per_thousand("number_slot", "news US") == pytest.approx(1000 / FEWEST_PER_GROUP)


def test_precision_weighs_damaged_and_clean_alike(rates):
    share = 1 / FEWEST_PER_GROUP
    assert rates.precision("number_slot") == pytest.approx(1 / (1 + share))


def test_groups_with_few_articles_are_left_out(rates):
    (row,) = rows_of(rates, [SIGNALS_BY_NAME["number_slot"]])
    assert set(row["per 1,000"]) == {"news US", "machine"}
    assert row["microseconds"] > 0


def test_a_signal_that_fires_too_often_may_not_stand_alone():
    signal = SIGNALS_BY_NAME["number_slot"]
    assert signal_role(signal, 0.001) == "alone"
    assert signal_role(signal, 0.01) == "alone, too often"
    assert signal_role(signal._replace(weight=1.0), 0.01) == "needs company"
    assert signal_role(signal._replace(weight=0.0), 0.01) == "shown only"


def test_samples_are_named_for_the_table():
    samples = [
        Sample("a", CLEAN, "news", "g1", country="GB"),
        Sample("b", MASKED, "machine", "g2", year=2012),
        Sample("c", MASKED, "machine", "g2", year=2021),
        Sample("d", CLEAN, "human_translation", "g2"),
    ]
    named = {article.group: article.damaged for article in labelled_texts(samples)}
    assert named == {
        "news GB": False,
        "machine to 2013": True,
        "machine 2020-2021": True,
        "human translation": False,
    }
