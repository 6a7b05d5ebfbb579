"""What is lost on an engine, a language or a country that nothing was learned from.

Each group is held out whole: of its articles none is seen by the text scores, the choice of
signals, the heads or their calibration. Beside stands the same figure when the group was learned
from and only the article's own story or outlet was not. Several groups of different kinds leave
in one run, which makes the loss, if anything, larger than for one alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.resources.progress import ProgressCallback, silent
from detector.text.arrays import Floats
from detector.training.dataset import Dataset
from detector.training.evaluation.bootstrap import (
    detection_metrics,
    flagging_threshold,
    operating_threshold,
    with_bounds,
)
from detector.training.evaluation.group_lineage import components_of, maker_of
from detector.training.evaluation.group_metrics import group_tables
from detector.training.fitting.fit import Prepared, causes_for
from detector.training.fitting.heads import calibrate, fit_heads
from detector.training.fitting.sentence_model_fit import (
    TASKS,
    SentenceTask,
    held_out_scores,
)
from detector.training.metrics import Bools, roc_auc, upper_bound

# Text scores of an article come from the half of the homes that is not its own: two fits a task
# where training takes four, so figures are a little lower than the shipped model's on both sides.
HALVES = 2
# Below so many articles a group's figures say nothing, and a group that holds more than this share
# of its side leaves too little to learn from. The largest makers are enough.
FEWEST = 100
LARGEST = 2 / 3
MOST_MAKERS = 8
RUNS = 8
SPINNER, MAKER, LANGUAGE, COUNTRY = "spinner", "translation system", "source language", "country"


class Group(NamedTuple):
    """Articles that leave together: ``held_out`` teaches nothing, ``reported`` is measured."""

    kind: str
    name: str
    held_out: Bools
    reported: Bools


def spinners(dataset: Dataset) -> Iterator[Group]:
    """Spinners that share all engines or lexicons; whatever shares one of them leaves too."""
    systems = [str(system) for system in np.unique(dataset.systems[dataset.of_kind("spun")])]
    whole = {components_of(system) for system in systems}
    for parts in sorted(whole, key=sorted):
        if any(other < parts for other in whole):
            continue
        names = [system for system in systems if components_of(system) == parts]
        kin = [system for system in systems if components_of(system) & parts]
        spun = dataset.of_kind("spun")
        reported = spun & np.isin(dataset.systems, names)
        yield Group(SPINNER, ", ".join(names), spun & np.isin(dataset.systems, kin), reported)


def makers(dataset: Dataset) -> Iterator[Group]:
    """All systems of one service or laboratory, the largest."""
    machine = dataset.of_kind("machine")
    owner = np.array([maker_of(str(system)) for system in dataset.systems])
    names, counts = np.unique(owner[machine], return_counts=True)
    for place in np.argsort(-counts, kind="stable")[:MOST_MAKERS]:
        own = machine & (owner == names[place])
        yield Group(MAKER, str(names[place]), own, own)


def languages(dataset: Dataset) -> Iterator[Group]:
    """All translations from one language, by machines and by people."""
    for language in np.unique(dataset.languages[dataset.of_kind("machine")]):
        own = dataset.languages == language
        if language:
            yield Group(LANGUAGE, str(language), own, own & dataset.of_kind("machine"))


def countries(dataset: Dataset) -> Iterator[Group]:
    """All news of one country, and what was spun from it."""
    country = np.array([sample.country for sample in dataset.samples])
    for name in np.unique(country[dataset.of_kind("news")]):
        if name:
            own = country == name
            yield Group(COUNTRY, str(name), own, own & dataset.of_kind("news"))


def plan_runs(dataset: Dataset) -> list[list[Group]]:
    """The groups dealt to runs: one country alone, of all else one or two of each kind."""
    runs: list[list[Group]] = [[] for _ in range(RUNS)]
    for groups in (spinners(dataset), makers(dataset), languages(dataset)):
        large = sorted(
            measurable_groups(groups, dataset), key=lambda group: -int(group.reported.sum())
        )
        for number, group in enumerate(large):
            turn, place = divmod(number, RUNS)
            runs[RUNS - 1 - place if turn % 2 else place].append(group)
    alone = [[group] for group in measurable_groups(countries(dataset), dataset)]
    return [run for run in runs if run] + alone


def measurable_groups(groups: Iterable[Group], dataset: Dataset) -> Iterator[Group]:
    """The groups that are large enough to measure and small enough to do without."""
    for group in groups:
        kinds = np.unique(dataset.kinds[group.reported])
        if (
            group.reported.sum() >= FEWEST
            and group.held_out.sum() <= LARGEST * dataset.of_kind(*kinds).sum()
        ):
            yield group


class HeldOutScorer:
    """Scores articles by models that saw neither their home nor the groups that are left out.

    Parameters
    ----------
    prepared : Prepared
        Without generated articles: they have no part in ``score``.
    """

    def __init__(self, prepared: Prepared, seed: int = 0) -> None:
        self.prepared = prepared
        self.seed = seed
        self.halves = prepared.folds % HALVES
        nothing = np.zeros(len(self.halves), dtype=bool)
        self.tasks = [task for task in TASKS if self.both_sides(task, ~nothing)]
        self.texts = {task.name: self.text_scores(task, ~nothing) for task in self.tasks}
        self.seen = self.scores(nothing)

    def both_sides(self, task: SentenceTask, chosen: Bools) -> bool:
        """Whether a text task has damaged and clean articles among the chosen."""
        dataset = self.prepared.dataset
        weight, damaged = task.weigh(dataset, chosen) > 0, dataset.of_kind(*task.damaged)
        return bool((weight & damaged).any() and (weight & ~damaged).any())

    def text_scores(self, task: SentenceTask, kept: Bools) -> NDArray[np.float32]:
        """Pooled scores of every article by the half without its home, (n_articles, n_pooled)."""
        sentences, dataset = self.prepared.sentences, self.prepared.dataset
        return held_out_scores(sentences, dataset, kept, self.halves, self.seed, (task,))

    def concerns(self, task: SentenceTask, held_out: Bools) -> bool:
        """Whether a text task would have learned from any of the articles left out."""
        every = np.ones(len(held_out), dtype=bool)
        return bool((task.weigh(self.prepared.dataset, every)[held_out] > 0).any())

    def scores(self, held_out: Bools) -> Floats:
        """``score`` of every article, shape (n_articles,), with ``held_out`` held out whole.

        Raises
        ------
        ValueError
            When nothing would be left to learn a text task from.
        """
        prepared, kept = self.prepared, ~held_out
        parts = [prepared.matrix]
        for task in self.tasks:
            if self.concerns(task, held_out):
                if not self.both_sides(task, kept):
                    raise ValueError(f"without these nothing is left to learn {task.name} from")
                parts.append(self.text_scores(task, kept))
            else:
                parts.append(self.texts[task.name])
        matrix = np.concatenate(parts, axis=1)
        dataset = Dataset([prepared.dataset.samples[index] for index in np.flatnonzero(kept)])
        names = tuple(task.name for task in self.tasks)
        causes = fit_heads(
            causes_for(prepared.features, names, matrix[kept], dataset), matrix[kept], dataset
        )
        probabilities = np.zeros(len(held_out))
        probabilities[kept] = calibrate(causes, matrix[kept], dataset, self.halves[kept])[:, 0]
        if held_out.any():
            probabilities[held_out] = causes.predict_proba(matrix[held_out])[:, 0]
        return probabilities


def leave_out(
    prepared: Prepared, seed: int = 0, on_progress: ProgressCallback = silent
) -> dict[str, dict[str, Any]]:
    """Hold out every group in turn.

    Returns
    -------
    dict
        ``left out``: tables by kind of group, each figure with the group left out and as it was
        learned from. ``every year``: the tables by group over all articles, each scored without
        its home.
    """
    part = prepared.part(~prepared.dataset.of_kind("generated", "human_pair"))
    start = time.monotonic()
    scorer = HeldOutScorer(part, seed)
    on_progress(f"learned from all: {time.monotonic() - start:.0f} s")
    tables: dict[str, dict[str, Any]] = {}
    runs = plan_runs(part.dataset)
    for number, groups in enumerate(runs, start=1):
        names = "; ".join(f"{group.kind} {group.name}" for group in groups)
        unseen = scorer.scores(np.any([group.held_out for group in groups], axis=0))
        for group in groups:
            row = clean_row if group.kind == COUNTRY else damaged_row
            table = tables.setdefault(group.kind, {})
            table[group.name] = row(scorer.seen, unseen, part.dataset, group)
        on_progress(f"left out {number} of {len(runs)}: {names}: {time.monotonic() - start:.0f} s")
    cut = flagging_threshold(scorer.seen, part.dataset)
    return {"left out": tables, "every year": group_tables(scorer.seen, part.dataset, cut)}


def damaged_row(seen: Floats, unseen: Floats, dataset: Dataset, group: Group) -> dict[str, float]:
    """AUC and caught of damaged articles left out, as learned from, and the gap with bounds."""
    measure = partial(gaps, seen, unseen, dataset, group.reported)
    row = {"n": float(group.reported.sum())} | with_bounds(dataset, measure)
    people = group.held_out & dataset.of_kind("human_translation")
    if people.any():
        row["translations"] = float(people.sum())
        both = (("", unseen), ("_seen", seen))
        for suffix, scores in both:
            flagged = scores[people] > operating_threshold(scores, dataset)
            row[f"translations_flagged{suffix}"] = float(flagged.mean())
        for suffix, scores in both:
            row[f"auc_same_language{suffix}"] = roc_auc(scores[group.reported], scores[people])
    return row


def gaps(
    seen: Floats, unseen: Floats, dataset: Dataset, side: Bools, times: NDArray[np.int64]
) -> dict[str, float]:
    """Figures of both scores and what is lost: ``name``, ``name_seen``, ``name_gap``."""
    held_out, learned = (
        detection_metrics(scores, dataset, side, times) for scores in (unseen, seen)
    )
    figures = dict(held_out)
    figures |= {f"{name}_seen": value for name, value in learned.items()}
    return figures | {f"{name}_gap": held_out[name] - learned[name] for name in held_out}


def clean_row(seen: Floats, unseen: Floats, dataset: Dataset, group: Group) -> dict[str, float]:
    """Share of a country's news flagged at a threshold set without it, and AUC against it."""
    damaged = dataset.of_kind("machine", "spun") & ~group.held_out
    others = Dataset([s for s, own in zip(dataset.samples, group.held_out, strict=True) if not own])
    row: dict[str, float] = {"n": float(group.reported.sum())}
    for suffix, scores in (("", unseen), ("_seen", seen)):
        cut = operating_threshold(scores[~group.held_out], others)
        wrong = int((scores[group.reported] > cut).sum())
        row[f"flagged{suffix}"] = wrong / int(group.reported.sum())
        row[f"upper_95{suffix}"] = upper_bound(wrong, int(group.reported.sum()))
        row[f"auc{suffix}"] = roc_auc(scores[damaged], scores[group.reported])
    return row
