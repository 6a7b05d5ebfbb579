"""The trained pipeline: how it is built, kept, and found again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from sklearn.pipeline import Pipeline

from detector.cards import ModelError, check_digest, find_file, read_card, save_card
from detector.classifier import CauseClassifier
from detector.features import ArticleFeatures, MissingSignalError, SignalFeatures
from detector.modelfile import UnknownNodeError, read_model
from detector.signals.catalogue import BY_NAME
from detector.textmodel import TextModel

PIPELINE_NAME = "pipeline.skops"
# All that a model file may hold beside plain containers and arrays. Reading runs no code. There is
# nothing of scikit-learn's in it, so that every version of it that we support reads the file.
CLASSES = {
    f"{kind.__module__}.{kind.__qualname__}": kind
    for kind in (CauseClassifier, ArticleFeatures, SignalFeatures, TextModel)
}
TRUSTED = tuple(CLASSES)


def build(features: ArticleFeatures, causes: CauseClassifier) -> Pipeline:
    """The two steps as one pipeline on raw texts."""
    return Pipeline([("features", features), ("causes", causes)])


def model_folder(folder: Path | None = None) -> Path:
    """The folder that holds a trained pipeline: the one given, or the shipped one.

    Raises
    ------
    ModelError
        When there is none.
    """
    return find_file(PIPELINE_NAME, () if folder is None else (folder,)).parent


def save_pipeline(pipeline: Pipeline, card: Mapping[str, Any], folder: Path) -> None:
    """Write the pipeline and its card, the card with the digests of the model files."""
    import skops.io

    folder.mkdir(parents=True, exist_ok=True)
    skops.io.dump(
        [step for _, step in pipeline.steps], folder / PIPELINE_NAME, compression=8, compresslevel=6
    )
    save_card(card, folder)


def load_card(folder: Path | None = None) -> dict[str, Any]:
    """Read the card of a model.

    Raises
    ------
    ModelError
        When there is no model, or its card is missing or damaged.
    """
    return read_card(model_folder(folder))


def steps_in(path: Path) -> list[Any]:
    """The two steps that a model file holds.

    Raises
    ------
    ModelError
        When it holds a type that is not ours, or other steps.
    """
    try:
        held = read_model(path, CLASSES)
    except UnknownNodeError:
        held = read_slowly(path)
    steps = [step for _, step in held.steps] if isinstance(held, Pipeline) else list(held)
    wanted = (SignalFeatures, CauseClassifier)
    if len(steps) != len(wanted) or not all(map(isinstance, steps, wanted)):
        raise ModelError(f"{path} does not hold the two steps of a model")
    return steps


def read_slowly(path: Path) -> Any:
    """What a file of any edition of the format holds, or why it is refused."""
    import skops.io

    foreign = set(skops.io.get_untrusted_types(file=path)) - set(TRUSTED)
    if foreign:
        raise ModelError(f"{path} holds types that are not ours: {', '.join(sorted(foreign))}")
    return skops.io.load(path, trusted=list(TRUSTED))


def load_pipeline(folder: Path | None = None) -> Pipeline:
    """Read a trained pipeline; the shipped one unless a folder is given.

    Raises
    ------
    ModelError
        When there is none, when it does not match its card, when it holds a type that is not
        ours, or when it needs a signal that this detector lacks.
    """
    place = model_folder(folder)
    path = place / PIPELINE_NAME
    card = read_card(place)
    for name in {PIPELINE_NAME, *card["digests"]}:
        check_digest(place / name, card)
    try:
        pipeline = build(*steps_in(path))
    except ModelError:
        raise
    except (OSError, LookupError, TypeError, ValueError, RecursionError, BadZipFile) as error:
        raise ModelError(f"{path} is no model file: {error}") from error
    missing = [name for name in pipeline[0].signals_ if name not in BY_NAME]
    if missing:
        raise MissingSignalError(
            f"the model wants signals that this detector lacks: {', '.join(missing)}; "
            "train it anew with `detector train`"
        )
    if tuple(pipeline[0].get_feature_names_out()) != tuple(pipeline[-1].names):
        raise ModelError(
            f"{path} was trained with other columns than this detector measures: "
            "train it anew with `detector train`"
        )
    return pipeline
