"""From a desk's decisions to a model of its own: read, adapt, set the thresholds, write."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from detector.model.classifier import CauseClassifier
from detector.model.pipeline import build, load_pipeline, save_pipeline
from detector.resources.model_files import load_card, model_folder
from detector.text.tokens import Tokens
from detector.training.adaptation import ANCHOR, OUTLET, RIDGE, Lessons, adapt, head_of
from detector.training.reference_measurements import NAME, Reference, rates_kept, read_reference

Told = Callable[[str], object]
# Causes of damage that no head answers for: they say nothing about translation or spin.
ASIDE = ("scrape", "encoding")


class Taught(NamedTuple):
    """A text with what an analyst decided: ``damaged``, by which ``cause`` (or ``""``)."""

    text: str
    damaged: bool
    cause: str = ""
    outlet: str = ""


class TeachingError(ValueError):
    """Decisions from which nothing can be learned; the message says what is missing."""


def usable(taught: Sequence[Taught], fewest_words: int) -> list[Taught]:
    """The decisions that say something about a head.

    Raises
    ------
    TeachingError
        When none does.
    """
    found = [
        one
        for one in taught
        if one.cause not in ASIDE and Tokens(one.text).word_count >= fewest_words
    ]
    if not found:
        raise TeachingError(
            f"nothing to learn from: of {len(taught)} decisions with a text none is review or pass "
            f"on an article of at least {fewest_words} words"
        )
    return found


def teach(
    taught: Sequence[Taught],
    output: Path,
    model: Path | None = None,
    tell: Told = lambda line: None,
) -> dict[str, Any]:
    """Adapt a model (the shipped one by default) and write it with its card; returns the card.

    The card says from which model it came, how many decisions moved it and how far, and which
    thresholds keep the rates of false alarms on the readings that travel with the model. Measured
    figures of the model it came from are left out: they no longer hold.
    """
    place = model_folder(model)
    pipeline, card = load_pipeline(model), load_card(model)
    chosen = usable(taught, int(card["too_short_words"]))
    tell(f"reading {len(chosen)} articles")
    features, causes = pipeline[0], pipeline[-1]
    lessons = Lessons(
        features.transform([one.text for one in chosen]),
        np.array([one.damaged for one in chosen]),
        np.array([head_of(one.cause) for one in chosen]),
        np.array([one.outlet for one in chosen]),
    )
    reference = read_reference(place, causes.names)
    adapted = adapt(causes, lessons, None if reference is None else reference.matrix)
    written = card_of(card, adapted, causes, lessons, reference)
    save_pipeline(build(features, adapted), written | {"digests": {}}, output)
    if reference is not None:
        (output / NAME).write_bytes((place / NAME).read_bytes())
    for line in told_of(written, reference):
        tell(line)
    return written


def card_of(
    card: dict[str, Any],
    adapted: CauseClassifier,
    causes: CauseClassifier,
    lessons: Lessons,
    reference: Reference | None,
) -> dict[str, Any]:
    """The card of the adapted model."""
    digest = hashlib.sha256(lessons.matrix.tobytes() + lessons.damaged.tobytes()).hexdigest()
    before, after = causes.predict_proba(lessons.matrix), adapted.predict_proba(lessons.matrix)
    told = {
        "from": card["name"],
        "decisions": len(lessons.damaged),
        "damaged": int(lessons.damaged.sum()),
        "outlets": len(set(lessons.outlets.tolist()) - {""}),
        "without_outlet": int((lessons.outlets == "").sum()),
        "most_of_one_outlet": max(
            Counter(filter(None, lessons.outlets.tolist())).values(), default=0
        ),
        "mean_change_of_score": float(np.abs(after[:, 0] - before[:, 0]).mean()),
        "strength": {"ridge": RIDGE, "anchor": ANCHOR, "outlet": OUTLET},
    }
    own = f"{card['name']}+{digest[:8]}"
    new = {"name": own, "signature": f"{card['signature']} adapted:{digest[:16]}", "metrics": {}}
    kept = {} if reference is None else {"thresholds": rates_kept(adapted, reference)}
    return card | new | kept | {"adapted": told}


def told_of(card: dict[str, Any], reference: Reference | None) -> list[str]:
    """What the user is told at the end."""
    told = card["adapted"]
    lines = [
        f"{told['decisions']} decisions ({told['damaged']} damaged) of {told['outlets']} outlets; "
        f"their scores moved by {told['mean_change_of_score']:.3f} on average"
    ]
    if told["without_outlet"]:
        lines.append(
            f"{told['without_outlet']} of them name no outlet: what one outlet's articles have in "
            "common cannot be told from damage there"
        )
    if reference is None:
        lines.append(
            "no readings travel with this model: its thresholds were kept, and what they let "
            "through on clean news is not known any more"
        )
    return lines
