"""What is lost on an engine, a language or a country that nothing was learned from.

Each group is held out whole: of its articles none is seen by the text scores, the choice of
signals, the heads or their calibration. Beside stands the same figure when the group was learned
from and only the article's own story or outlet was not. Several groups of different kinds leave
in one run, which makes the loss, if anything, larger than for one alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.training.bootstrap import drawn, figures, limits, strictest
from detector.training.fit import Prepared, Told, causes_for
from detector.training.group_lineage import maker_of, parts_of
from detector.training.group_metrics import group_tables
from detector.training.heads import calibrate, fit_heads
from detector.training.metrics import Bools, Floats, area, upper_bound
from detector.training.samples import Crowd
from detector.training.sentence_model_fit import TASKS, Task, learn, pooled

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
    """Articles that leave together: ``left`` is not learned from, ``shown`` is reported on."""

    kind: str
    name: str
    left: Bools
    shown: Bools


def spinners(crowd: Crowd) -> Iterator[Group]:
    """Spinners that share all engines or lexicons; whatever shares one of them leaves too."""
    systems = [str(system) for system in np.unique(crowd.systems[crowd.of("spun")])]
    whole = {parts_of(system) for system in systems}
    for parts in sorted(whole, key=sorted):
        if any(other < parts for other in whole):
            continue
        names = [system for system in systems if parts_of(system) == parts]
        kin = [system for system in systems if parts_of(system) & parts]
        spun = crowd.of("spun")
        shown = spun & np.isin(crowd.systems, names)
        yield Group(SPINNER, ", ".join(names), spun & np.isin(crowd.systems, kin), shown)


def makers(crowd: Crowd) -> Iterator[Group]:
    """All systems of one service or laboratory, the largest."""
    machine = crowd.of("machine")
    owner = np.array([maker_of(str(system)) for system in crowd.systems])
    names, counts = np.unique(owner[machine], return_counts=True)
    for place in np.argsort(-counts, kind="stable")[:MOST_MAKERS]:
        own = machine & (owner == names[place])
        yield Group(MAKER, str(names[place]), own, own)


def languages(crowd: Crowd) -> Iterator[Group]:
    """All translations from one language, by machines and by people."""
    for language in np.unique(crowd.languages[crowd.of("machine")]):
        own = crowd.languages == language
        if language:
            yield Group(LANGUAGE, str(language), own, own & crowd.of("machine"))


def countries(crowd: Crowd) -> Iterator[Group]:
    """All news of one country, and what was spun from it."""
    country = np.array([sample.country for sample in crowd.samples])
    for name in np.unique(country[crowd.of("news")]):
        if name:
            own = country == name
            yield Group(COUNTRY, str(name), own, own & crowd.of("news"))


def runs_of(crowd: Crowd) -> list[list[Group]]:
    """The groups dealt to runs: one country alone, of all else one or two of each kind."""
    found: list[list[Group]] = [[] for _ in range(RUNS)]
    for groups in (spinners(crowd), makers(crowd), languages(crowd)):
        large = sorted(fit_to_leave(groups, crowd), key=lambda group: -int(group.shown.sum()))
        for number, group in enumerate(large):
            turn, place = divmod(number, RUNS)
            found[RUNS - 1 - place if turn % 2 else place].append(group)
    alone = [[group] for group in fit_to_leave(countries(crowd), crowd)]
    return [run for run in found if run] + alone


def fit_to_leave(groups: Iterable[Group], crowd: Crowd) -> Iterator[Group]:
    """The groups that are large enough to measure and small enough to do without."""
    for group in groups:
        kinds = np.unique(crowd.kinds[group.shown])
        if group.shown.sum() >= FEWEST and group.left.sum() <= LARGEST * crowd.of(*kinds).sum():
            yield group


class Leaver:
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

    def both_sides(self, task: Task, chosen: Bools) -> bool:
        """Whether a text task has damaged and clean articles among the chosen."""
        crowd = self.prepared.crowd
        weight, damaged = task.weigh(crowd, chosen) > 0, crowd.of(*task.damaged)
        return bool((weight & damaged).any() and (weight & ~damaged).any())

    def text_scores(self, task: Task, kept: Bools) -> NDArray[np.float32]:
        """Pooled scores of every article by the half without its home, (n_articles, n_pooled)."""
        sentences, crowd = self.prepared.sentences, self.prepared.crowd
        parts = []
        for half in range(HALVES):
            own = self.halves == half
            model = learn(sentences, crowd, kept & ~own, self.seed, (task,))
            parts.append((own, pooled(sentences, model, own)))
        found = np.zeros((len(self.halves), parts[0][1].shape[1]), dtype=np.float32)
        for own, scores in parts:
            found[own] = scores
        return found

    def concerns(self, task: Task, left: Bools) -> bool:
        """Whether a text task would have learned from any of the articles left out."""
        every = np.ones(len(left), dtype=bool)
        return bool((task.weigh(self.prepared.crowd, every)[left] > 0).any())

    def scores(self, left: Bools) -> Floats:
        """``score`` of every article, shape (n_articles,), with ``left`` held out whole.

        Raises
        ------
        ValueError
            When nothing would be left to learn a text task from.
        """
        prepared, kept = self.prepared, ~left
        parts = [prepared.matrix]
        for task in self.tasks:
            if self.concerns(task, left):
                if not self.both_sides(task, kept):
                    raise ValueError(f"without these nothing is left to learn {task.name} from")
                parts.append(self.text_scores(task, kept))
            else:
                parts.append(self.texts[task.name])
        matrix = np.concatenate(parts, axis=1)
        crowd = Crowd([prepared.crowd.samples[index] for index in np.flatnonzero(kept)])
        names = tuple(task.name for task in self.tasks)
        causes = fit_heads(
            causes_for(prepared.features, names, matrix[kept], crowd), matrix[kept], crowd
        )
        found = np.zeros(len(left))
        found[kept] = calibrate(causes, matrix[kept], crowd, self.halves[kept])[:, 0]
        if left.any():
            found[left] = causes.predict_proba(matrix[left])[:, 0]
        return found


def leave_out(
    prepared: Prepared, seed: int = 0, tell: Told = lambda line: None
) -> dict[str, dict[str, Any]]:
    """Hold out every group in turn.

    Returns
    -------
    dict
        ``left out``: tables by kind of group, each figure with the group left out and as it was
        learned from. ``every year``: the tables by group over all articles, each scored without
        its home.
    """
    part = prepared.part(~prepared.crowd.of("generated", "human_pair"))
    start = time.monotonic()
    leaver = Leaver(part, seed)
    tell(f"learned from all: {time.monotonic() - start:.0f} s")
    found: dict[str, dict[str, Any]] = {}
    runs = runs_of(part.crowd)
    for number, groups in enumerate(runs, start=1):
        names = "; ".join(f"{group.kind} {group.name}" for group in groups)
        unseen = leaver.scores(np.any([group.left for group in groups], axis=0))
        for group in groups:
            row = clean_row if group.kind == COUNTRY else damaged_row
            table = found.setdefault(group.kind, {})
            table[group.name] = row(leaver.seen, unseen, part.crowd, group)
        tell(f"left out {number} of {len(runs)}: {names}: {time.monotonic() - start:.0f} s")
    cut = float(np.nextafter(strictest(leaver.seen, part.crowd), np.inf))
    return {"left out": found, "every year": group_tables(leaver.seen, part.crowd, cut)}


def damaged_row(seen: Floats, unseen: Floats, crowd: Crowd, group: Group) -> dict[str, float]:
    """AUC and caught of damaged articles left out, as learned from, and the gap with bounds."""
    ones = np.ones(len(seen), dtype=np.int64)
    row = {"n": float(group.shown.sum())} | gaps(seen, unseen, crowd, group.shown, ones)
    row |= limits([gaps(seen, unseen, crowd, group.shown, t) for t in drawn(crowd)])
    people = group.left & crowd.of("human_translation")
    if people.any():
        row["translations"] = float(people.sum())
        row["translations_flagged"] = float((unseen > strictest(unseen, crowd))[people].mean())
        row["translations_flagged_seen"] = float((seen > strictest(seen, crowd))[people].mean())
        own = unseen[group.shown]
        row["auc_same_language"] = area(own, unseen[people])
        row["auc_same_language_seen"] = area(seen[group.shown], seen[people])
    return row


def gaps(
    seen: Floats, unseen: Floats, crowd: Crowd, side: Bools, times: NDArray[np.int64]
) -> dict[str, float]:
    """Figures of both scores and what is lost: ``name``, ``name_seen``, ``name_gap``."""
    left, learned = (figures(scores, crowd, side, times) for scores in (unseen, seen))
    found = dict(left)
    found |= {f"{name}_seen": value for name, value in learned.items()}
    return found | {f"{name}_gap": left[name] - learned[name] for name in left}


def clean_row(seen: Floats, unseen: Floats, crowd: Crowd, group: Group) -> dict[str, float]:
    """Share of a country's news flagged at a threshold set without it, and AUC against it."""
    damaged = crowd.of("machine", "spun") & ~group.left
    others = Crowd([s for s, own in zip(crowd.samples, group.left, strict=True) if not own])
    row: dict[str, float] = {"n": float(group.shown.sum())}
    for suffix, scores in (("", unseen), ("_seen", seen)):
        cut = strictest(scores[~group.left], others)
        wrong = int((scores[group.shown] > cut).sum())
        row[f"flagged{suffix}"] = wrong / int(group.shown.sum())
        row[f"upper_95{suffix}"] = upper_bound(wrong, int(group.shown.sum()))
        row[f"auc{suffix}"] = area(scores[damaged], scores[group.shown])
    return row
