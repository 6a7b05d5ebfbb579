"""A signal that a model file lacks votes by the weight of the catalogue, and the sum stays true."""

from __future__ import annotations

import numpy as np
import pytest

from detector import Detector, load_pipeline
from detector.model.trained import load_trained
from detector.model.younger_signals import with_younger_signals
from detector.signals.catalogue import CATALOGUE

LOOP = "The town has museums, museums, museums, museums and galleries that open on Sundays. " * 3


@pytest.fixture(scope="module")
def trained():
    return load_trained()


def without(trained, name):
    """The model as it would be, had it been trained before a signal was written."""
    place, columns = trained.columns.signals_.index(name), trained.columns.with_signals(())
    columns.signals_ = tuple(one for one in columns.signals_ if one != name)
    causes = trained.causes.with_weights({})
    causes.contribution_names_ = [one for one in causes.contribution_names_ if one != name]
    for table, axis in (("centre_", 0), ("spread_", 0), ("hands_", 0), ("coefficients_", 1)):
        setattr(causes, table, np.delete(getattr(causes, table), place, axis=axis))
    return columns, causes


def test_every_signal_with_a_weight_has_a_column(trained):
    voting = {signal.name for signal in CATALOGUE if signal.weight}
    assert voting <= set(trained.columns.signals_)
    assert trained.columns.column_names() == trained.causes.contribution_names_[:-1]


def test_a_younger_signal_adds_its_weight_and_nothing_else(trained):
    columns, causes = without(trained, "word_loop")
    assert "word_loop" not in columns.signals_
    columns, causes = with_younger_signals(columns, causes)
    detector = Detector(type(trained)(columns, causes))
    added = dict(detector.contributions(LOOP, "translation"))
    silent = dict(detector.contributions("The town has museums and galleries. " * 3, "translation"))
    assert added["word_loop"] >= 3.0 and silent["word_loop"] == 0.0
    total = sum(added.values())
    assert detector.judge(LOOP).translation == pytest.approx(1 / (1 + np.exp(-total)))


def test_the_pipeline_says_what_the_detector_says():
    pipeline = load_pipeline()
    score = pipeline.predict_proba([LOOP])[0, 0]
    assert score == pytest.approx(Detector().judge(LOOP).score)
    assert pipeline[-1].names == tuple(pipeline[0].get_feature_names_out())
