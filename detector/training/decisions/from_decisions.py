"""From a desk's decisions to a model of its own: read, adapt, set the thresholds, write."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from detector.causes import CAUSES
from detector.lm.encoder import ENCODER_FILE
from detector.model.classifier import CauseClassifier
from detector.model.pipeline import build_pipeline, load_pipeline, save_pipeline
from detector.model.reader_heads import READER_FILE
from detector.resources.model_files import check_digest, model_folder, read_card
from detector.resources.progress import ProgressCallback, silent
from detector.text.tokens import Tokens
from detector.training.decisions.adaptation import (
    OUTLET_PRECISION,
    REFERENCE_PRECISION,
    WEIGHT_PRECISION,
    DecisionSet,
    adapt,
    head_of,
)
from detector.training.fitting.reference_measurements import (
    REFERENCE_FILE,
    Reference,
    read_reference,
    reference_thresholds,
)

READER_FILES = (READER_FILE, ENCODER_FILE)
# Causes of damage that no head answers for: they say nothing about translation or spin.
CAUSES_WITHOUT_HEAD = tuple(cause.key for cause in CAUSES if not cause.decides)


class DecidedText(NamedTuple):
    """A text with what an analyst decided: ``damaged``, by which ``cause`` (or ``""``)."""

    text: str
    damaged: bool
    cause: str = ""
    outlet: str = ""


class DecisionsError(ValueError):
    """Decisions from which nothing can be learned; the message says what is missing."""


def usable_decisions(decided: Sequence[DecidedText], fewest_words: int) -> list[DecidedText]:
    """The decisions that say something about a head.

    Raises
    ------
    DecisionsError
        When none does.
    """
    usable = [
        one
        for one in decided
        if one.cause not in CAUSES_WITHOUT_HEAD and Tokens(one.text).word_count >= fewest_words
    ]
    if not usable:
        raise DecisionsError(
            f"nothing to learn from: of {len(decided)} decisions with a text none is review or "
            f"pass on an article of at least {fewest_words} words"
        )
    return usable


def train_on_decisions(
    decided: Sequence[DecidedText],
    output: Path,
    model: Path | None = None,
    on_progress: ProgressCallback = silent,
) -> dict[str, Any]:
    """Adapt a model (the shipped one by default) and write it with its card; returns the card.

    The card says from which model it came, how many decisions moved it and how far, and which
    thresholds keep the rates of false alarms on the readings that travel with the model. Measured
    figures of the model it came from are left out: they no longer hold.
    """
    place = model_folder(model)
    pipeline, card = load_pipeline(model), read_card(place)
    chosen = usable_decisions(decided, int(card["too_short_words"]))
    on_progress(f"reading {len(chosen)} articles")
    features, causes = pipeline[0], pipeline[-1]
    decisions = DecisionSet(
        features.transform([one.text for one in chosen]),
        np.array([one.damaged for one in chosen]),
        np.array([head_of(one.cause) for one in chosen]),
        np.array([one.outlet for one in chosen]),
    )
    reference = read_reference(place, causes.names)
    adapted = adapt(causes, decisions, None if reference is None else reference.matrix)
    written = card_of(card, adapted, causes, decisions, reference)
    readers = readers_of(place, card)
    output.mkdir(parents=True, exist_ok=True)
    if reference is not None:
        (output / REFERENCE_FILE).write_bytes((place / REFERENCE_FILE).read_bytes())
    write_readers(readers, output)
    save_pipeline(build_pipeline(features, adapted), written | {"digests": {}}, output)
    for line in summary_lines(written, reference):
        on_progress(line)
    if READER_FILE in readers:
        on_progress(
            f"what a second reading adds was taken over from {card['name']}, where it was measured"
        )
    return written


def readers_of(place: Path, card: Mapping[str, Any]) -> dict[str, bytes]:
    """The files of what the second reading adds, by name, where a model has it.

    It still holds: where the fast heads rise on clean news, the sums and the threshold rise alike.

    Raises
    ------
    ModelError
        When one is not the file that the model's card describes.
    """
    names = [name for name in READER_FILES if name in card["digests"]]
    for name in names:
        check_digest(place / name, card)
    return {name: (place / name).read_bytes() for name in names}


def write_readers(readers: Mapping[str, bytes], output: Path) -> None:
    """Write what :func:`readers_of` gave; files of an earlier model do not stay."""
    for name in READER_FILES:
        if name in readers:
            (output / name).write_bytes(readers[name])
        else:
            (output / name).unlink(missing_ok=True)


def card_of(
    card: dict[str, Any],
    adapted: CauseClassifier,
    causes: CauseClassifier,
    decisions: DecisionSet,
    reference: Reference | None,
) -> dict[str, Any]:
    """The card of the adapted model."""
    digest = hashlib.sha256(decisions.matrix.tobytes() + decisions.damaged.tobytes()).hexdigest()
    before, after = causes.predict_proba(decisions.matrix), adapted.predict_proba(decisions.matrix)
    summary = {
        "from": card["name"],
        "decisions": len(decisions.damaged),
        "damaged": int(decisions.damaged.sum()),
        "outlets": len(set(decisions.outlets.tolist()) - {""}),
        "without_outlet": int((decisions.outlets == "").sum()),
        "most_of_one_outlet": max(
            Counter(filter(None, decisions.outlets.tolist())).values(), default=0
        ),
        "mean_change_of_score": float(np.abs(after[:, 0] - before[:, 0]).mean()),
        "strength": {
            "ridge": WEIGHT_PRECISION,
            "anchor": REFERENCE_PRECISION,
            "outlet": OUTLET_PRECISION,
        },
    }
    own = f"{card['name']}+{digest[:8]}"
    new = {"name": own, "signature": f"{card['signature']} adapted:{digest[:16]}", "metrics": {}}
    kept = {} if reference is None else {"thresholds": reference_thresholds(adapted, reference)}
    return card | new | kept | {"adapted": summary}


def summary_lines(card: dict[str, Any], reference: Reference | None) -> list[str]:
    """The lines reported to the user at the end."""
    summary = card["adapted"]
    lines = [
        f"{summary['decisions']} decisions ({summary['damaged']} damaged) of {summary['outlets']} "
        f"outlets; their scores moved by {summary['mean_change_of_score']:.3f} on average"
    ]
    if summary["without_outlet"]:
        lines.append(
            f"{summary['without_outlet']} of them name no outlet: house style cannot be told from "
            "damage in these"
        )
    if reference is None:
        lines.append(
            "this model has no reference measurements: its thresholds were kept, and their rates "
            "of false alarms are no longer known"
        )
    return lines
