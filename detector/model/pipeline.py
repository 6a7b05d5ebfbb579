"""The trained scikit-learn pipeline: building, saving and loading it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sklearn.pipeline import Pipeline

from detector.features.transformers import ArticleFeatures, SignalFeatures
from detector.model.classifier import CauseClassifier
from detector.model.skops_reader import (
    UnknownNodeError,
    as_model_error,
    read_model,
    two_steps,
    with_current_names,
)
from detector.model.younger_signals import with_younger_signals
from detector.ngrams.sentence_model import TextModel
from detector.resources.model_files import (
    PIPELINE_NAME,
    ModelError,
    ModelFolder,
    checked_file,
    save_card,
)

# All that a model file may hold beside plain containers and arrays. Reading runs no code. There is
# nothing of scikit-learn's in it, so that every version of it that we support reads the file.
MODEL_CLASSES = {
    f"{kind.__module__}.{kind.__qualname__}": kind
    for kind in (CauseClassifier, ArticleFeatures, SignalFeatures, TextModel)
}
TRUSTED = tuple(MODEL_CLASSES)


def build_pipeline(features: ArticleFeatures, causes: CauseClassifier) -> Pipeline:
    """The two steps as one pipeline on raw texts."""
    return Pipeline([("features", features), ("causes", causes)])


def save_pipeline(pipeline: Pipeline, card: Mapping[str, Any], folder: Path) -> None:
    """Write the pipeline and its card, the card with the digests of the model files."""
    import skops.io

    folder.mkdir(parents=True, exist_ok=True)
    # Most of it are weights, which compression makes a sixth smaller and slow to read.
    skops.io.dump([step for _, step in pipeline.steps], folder / PIPELINE_NAME)
    save_card(card, folder)


def steps_in(path: Path) -> list[Any]:
    """The two steps that a model file holds.

    Raises
    ------
    ModelError
        When it holds a type that is not ours, or other steps.
    """
    try:
        held = read_model(path, MODEL_CLASSES)
    except UnknownNodeError:
        held = read_slowly(path)
    steps = [step for _, step in held.steps] if isinstance(held, Pipeline) else held
    return two_steps(steps, SignalFeatures, CauseClassifier, path)


def read_slowly(path: Path) -> Any:
    """What a file of any edition of the format holds, or why it is refused."""
    import skops.io

    data = with_current_names(path)
    foreign = set(skops.io.get_untrusted_types(data=data)) - set(TRUSTED)
    if foreign:
        raise ModelError(f"{path} holds types that are not ours: {', '.join(sorted(foreign))}")
    return skops.io.loads(data, trusted=list(TRUSTED))


def load_pipeline(folder: ModelFolder | None = None) -> Pipeline:
    """Load a trained pipeline; the shipped one unless a folder is given.

    Raises
    ------
    ModelError
        When there is none, it does not match its card, it holds a type that is not allowed, or
        it needs a signal that this detector lacks.
    """
    path = checked_file(folder)
    with as_model_error(path):
        features, causes = steps_in(path)
    features.check(causes.names, path)
    return build_pipeline(*with_younger_signals(features, causes))
