"""A trained model, checked against its card and loaded without scikit-learn.

The file holds the two steps of a pipeline, which :mod:`detector.model.pipeline` reads as
estimators. Judging needs less, and importing scikit-learn takes longer than judging five hundred
articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detector.features.columns import ArticleColumns, SignalColumns
from detector.model.additive import AdditiveModel
from detector.model.reader_heads import ReaderHeads, load_reader_heads
from detector.model.skops_reader import UnknownNodeError, as_model_error, read_model, two_steps
from detector.model.younger_signals import with_younger_signals
from detector.ngrams.sentence_model import TextModel
from detector.resources.model_files import ModelFolder, checked_file

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

# What the types of a model file are read as. The names are those that the file has them under.
PLAIN_CLASSES: dict[str, type] = {
    "detector.model.classifier.CauseClassifier": AdditiveModel,
    "detector.features.transformers.ArticleFeatures": ArticleColumns,
    "detector.features.transformers.SignalFeatures": SignalColumns,
    "detector.ngrams.sentence_model.TextModel": TextModel,
}


class TrainedModel(NamedTuple):
    """What judging needs of a model."""

    columns: ArticleColumns
    causes: AdditiveModel
    reader: ReaderHeads | None = None


def load_trained(folder: ModelFolder | None = None) -> TrainedModel:
    """Load what judging needs of a model; of the shipped one unless a folder is given.

    Raises
    ------
    ModelError
        When there is none, it does not match its card, it holds a type that is not allowed, or
        it needs a signal that this detector lacks.
    """
    path = checked_file(folder)
    with as_model_error(path):
        try:
            held = read_model(path, PLAIN_CLASSES)
        except UnknownNodeError:
            # Another edition of the format: only scikit-learn's own reader knows it.
            from detector.model.pipeline import load_pipeline

            held = [step for _, step in load_pipeline(folder).steps]
        columns, causes = two_steps(held, ArticleColumns, AdditiveModel, path)
    columns.check(causes.contribution_names_[:-1], path)
    heads = load_reader_heads(path.parent)
    return TrainedModel(*with_younger_signals(columns, causes), heads)


def as_trained_model(pipeline: Pipeline | TrainedModel) -> TrainedModel:
    """What judging needs of a pipeline that somebody has at hand."""
    if isinstance(pipeline, TrainedModel):
        return pipeline
    return TrainedModel(pipeline[0], AdditiveModel.of(vars(pipeline[-1])))
