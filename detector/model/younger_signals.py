"""Signals that the detector has and a model file lacks: they vote by the weight set by hand."""

from __future__ import annotations

from typing import TypeVar

from detector.features.columns import SignalColumns
from detector.model.additive import AdditiveModel

Columns = TypeVar("Columns", bound=SignalColumns)
Causes = TypeVar("Causes", bound=AdditiveModel)


def with_younger_signals(columns: Columns, causes: Causes) -> tuple[Columns, Causes]:
    """Let the signals vote that a model file lacks, with the weights of the catalogue.

    A signal is written in an hour, a model trained in a night: until the next training a new
    signal adds the weight that was set for it by hand, and no more.
    """
    younger = columns.younger_signals()
    if not younger:
        return columns, causes
    place = len(columns.signals_)
    return columns.with_signals(younger), causes.with_signals(younger, place)
