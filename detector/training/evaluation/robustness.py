"""How far a score moves when an article is typeset anew or cut short, and what length it needs.

Each article is measured with the n-gram model that did not see its home, as in training.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sklearn.pipeline import Pipeline

from detector.text.arrays import Floats
from detector.text.tokens import Tokens
from detector.training.dataset import hash_fraction
from detector.training.evaluation.group_metrics import Rows, clean_row
from detector.training.evaluation.splits import NATIVE, REGIONAL, TRANSLATED, clean_sides
from detector.training.evaluation.typesetting_changes import ALTERATIONS, truncate
from detector.training.fitting.fit import Prepared
from detector.training.metrics import Bools, roc_auc

# Articles of each side: enough for 95th percentiles, few enough for a minute.
EACH_SIDE = 150
# Of news more, because one in a hundred is what may be flagged.
NEWS_CUT, OTHERS_CUT = 600, 300
TRUNCATION_WORDS = (50, 75, 100, 150, 200, 300)
# Articles shorter than the longest cut would be missing from it.
LONG_ENOUGH = 270


def robustness_table(pipeline: Pipeline, prepared: Prepared, cut: float, seed: int = 0) -> Rows:
    """For each alteration: how far ``score`` moves on the articles that it changes.

    Returns
    -------
    rows
        ``n`` articles that the alteration changed; ``median`` and ``p95`` of the absolute
        change of the probability; ``shift``, the mean change with its sign; ``crossed``, the
        share that came to the other side of ``cut``.
    """
    dataset = prepared.dataset
    sides = map(dataset.of_kind, ("news", "human_translation", "machine", "spun"))
    chosen = np.concatenate([sample_of_side(prepared, side, EACH_SIDE, seed) for side in sides])
    texts = [dataset.samples[index].text for index in chosen]
    before = scores_of(pipeline, prepared, chosen, texts)
    table = {}
    for name, alter in ALTERATIONS.items():
        altered = [alter(text) for text in texts]
        moved = np.array([new != old for new, old in zip(altered, texts, strict=True)], dtype=bool)
        if moved.any():
            own = [text for text, yes in zip(altered, moved, strict=True) if yes]
            after = scores_of(pipeline, prepared, chosen[moved], own)
            table[name] = score_change(before[moved], after, cut)
    return table


def score_change(before: Floats, after: Floats, cut: float) -> dict[str, float]:
    """The row of one alteration."""
    change = np.abs(after - before)
    return {
        "n": float(len(change)),
        "median": float(np.median(change)),
        "p95": float(np.quantile(change, 0.95)),
        "shift": float((after - before).mean()),
        "crossed": float(((after >= cut) != (before >= cut)).mean()),
    }


def truncation_table(pipeline: Pipeline, prepared: Prepared, cut: float, seed: int = 0) -> Rows:
    """Error rates of the same articles cut to their first sentences, by number of words.

    Returns
    -------
    rows
        For each length: shares of news and of translations by people flagged, with 95 % upper
        bounds, share of machine translations flagged, AUC of these against both.
    """
    dataset = prepared.dataset
    sides = clean_sides(dataset)
    long = np.array([len(sample.text.split()) >= LONG_ENOUGH for sample in dataset.samples])
    chosen = {
        "news": sample_of_side(prepared, long & (sides[NATIVE] | sides[REGIONAL]), NEWS_CUT, seed),
        "translations": sample_of_side(prepared, long & sides[TRANSLATED], OTHERS_CUT, seed),
        "machine": sample_of_side(prepared, long & dataset.of_kind("machine"), OTHERS_CUT, seed),
    }
    table = {}
    for words in TRUNCATION_WORDS:
        scores_by_side = {
            name: truncated_scores(pipeline, prepared, own, words) for name, own in chosen.items()
        }
        if all(len(scores) for scores in scores_by_side.values()):
            table[f"{words} words"] = truncation_row(scores_by_side, cut)
    return table


def truncated_scores(
    pipeline: Pipeline, prepared: Prepared, chosen: np.ndarray, words: int
) -> Floats:
    """Scores of articles cut to a number of words."""
    texts = [truncate(prepared.dataset.samples[index].text, words) for index in chosen]
    there = np.array([bool(text) for text in texts], dtype=bool)
    return scores_of(pipeline, prepared, chosen[there], [text for text in texts if text])


def truncation_row(scores_by_side: dict[str, Floats], cut: float) -> dict[str, float]:
    """The row of one length."""
    machine = scores_by_side["machine"]
    clean = {side: scores_by_side[side] for side in ("news", "translations")}
    return {
        **{f"{side}_{k}": v for side, own in clean.items() for k, v in clean_row(own, cut).items()},
        "machine_n": float(len(machine)),
        "machine_flagged": float((machine >= cut).mean()),
        **{f"auc_{side}": roc_auc(machine, own) for side, own in clean.items()},
    }


def sample_of_side(prepared: Prepared, side: Bools, count: int, seed: int) -> np.ndarray:
    """Indices of at most ``count`` articles of a side, by chance; one a home before a second."""
    indices_by_group: dict[str, list[int]] = defaultdict(list)
    for index in np.flatnonzero(side).tolist():
        indices_by_group[str(prepared.dataset.split_groups[index])].append(index)
    turns = (
        (turn, hash_fraction(f"{split_group}:{index}", seed), index)
        for split_group, own in indices_by_group.items()
        for turn, index in enumerate(sorted(own, key=lambda i: hash_fraction(str(i), seed)))
    )
    return np.array([index for *_, index in sorted(turns)[:count]], dtype=int)


def scores_of(
    pipeline: Pipeline, prepared: Prepared, chosen: np.ndarray, texts: Sequence[str]
) -> Floats:
    """``score`` of texts that were made of the chosen articles."""
    if not len(chosen):
        return np.empty(0)
    features, rows = pipeline[0], []
    for text, index in zip(texts, chosen, strict=True):
        tokens = Tokens(text)
        model = prepared.models[prepared.folds[index]] if prepared.models else None
        rows.append(features.rows(tokens.batch, features.read([tokens]), model)[0])
    return np.asarray(pipeline[-1].predict_proba(np.stack(rows))[:, 0])
