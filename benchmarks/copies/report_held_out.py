"""Report on held-out spinners, engines and outlets (run with ``python -m``).

Folders are made of stories with their copies and of as many articles that stand alone, many of
them reports on one event. Beside our figures stand those of MinHash-LSH on the same folders.
The shipped detector has read many of these articles, so that its scores would flatter: they are
left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from time import perf_counter

import numpy as np

from benchmarks.copies.cluster_metrics import b_cubed, minhash_groups
from benchmarks.copies.labelled_clusters import (
    HELD_SPINNERS,
    LabelledCopy,
    corpora_parser,
    load_labelled_copies,
)
from benchmarks.copies.train_pairs import independent_mask, negative_pairs
from benchmarks.copies.train_relations import model_of
from detector.article import Article
from detector.copies.candidates import candidates
from detector.copies.fingerprints import read_fingerprints
from detector.copies.grouping import GroupingModels
from detector.copies.membership import BEST, Membership
from detector.copies.pair_features import RELATIONS, same_event_mask, similarity_features
from detector.copies.pair_model import shipped
from detector.copies.relation import shipped as shipped_teller
from detector.copies.stories import group_stories

SEED = 9
STORIES = 700
# Kinds of folders: which copies stand beside the originals.
FOLDERS = {
    "verbatim and edited": ("reprint", "desk"),
    "edited alone": ("desk",),
    "spun (held-out spinners)": ("swaps_single", "swaps_phrases", "farm_mixed"),
    "translated back (held-out engine)": ("apertium_epo",),
    "translated anew (neural, 2021)": ("neural",),
    "rewritten by models": ("model",),
    "all together": ("reprint", "desk", *HELD_SPINNERS, "neural", "model"),
}
BASELINE_THRESHOLDS = (0.3, 0.5, 0.7)


def find_singletons(copies: Sequence[LabelledCopy]) -> list[LabelledCopy]:
    """Held-back originals without made copies, less those that may be natural copies."""
    copied = {one.story for one in copies if not one.is_original}
    chosen = [one for one in copies if one.is_original and one.story not in copied]
    prints = read_fingerprints([one.text for one in chosen])
    pairs = candidates(prints)
    doubtful = pairs[~independent_mask(similarity_features(prints, pairs))]
    out = set(doubtful.ravel().tolist())
    return [one for number, one in enumerate(chosen) if number not in out]


def folder_of(
    copies: Sequence[LabelledCopy], systems: Sequence[str], singletons: Sequence[LabelledCopy]
) -> list[LabelledCopy]:
    """Stories that have copies by these systems, those copies, and as many lone articles."""
    wanted = [one for one in copies if one.system.split(":")[0] in systems]
    random = Random(SEED)
    names = sorted({one.story for one in wanted})
    stories = set(random.sample(names, min(STORIES, len(names))))
    selected = [one for one in copies if one.is_original and one.story in stories]
    selected += [one for one in wanted if one.story in stories]
    return selected + random.sample(list(singletons), min(len(singletons), len(selected)))


def report(folder: Sequence[LabelledCopy], models: GroupingModels) -> Iterator[str]:
    """The figures of one folder, a line each."""
    articles = [Article(one.text, id=one.id) for one in folder]
    truth = [one.story for one in folder]
    began = perf_counter()
    memberships = group_stories(articles, models=models)
    took = perf_counter() - began
    cubed = b_cubed([one.story or one.id for one in memberships], truth)
    yield (
        f"  {len(folder)} articles, {len(set(truth))} stories, {took:.1f} s; B-cubed F1 "
        f"{cubed.f1:.3f} (precision {cubed.precision:.3f}, recall {cubed.recall:.3f})"
    )
    for threshold in BASELINE_THRESHOLDS:
        usual = b_cubed(minhash_groups([one.text for one in folder], threshold), truth)
        yield f"  MinHash-LSH at {threshold}: F1 {usual.f1:.3f} (recall {usual.recall:.3f})"
    yield losses(folder, memberships)
    yield from relations(folder, memberships)
    yield best_copies(folder, memberships)


def losses(folder: Sequence[LabelledCopy], memberships: Sequence[Membership]) -> str:
    """Share of the copies that are not in the story of their original, by system.

    Last, the share of the articles without copies that were put into a story.
    """
    homes = {
        one.story: rates for one, rates in zip(folder, memberships, strict=True) if one.is_original
    }
    copied = {one.story for one in folder if not one.is_original}
    lost: dict[str, list[bool]] = defaultdict(list)
    for one, rates in zip(folder, memberships, strict=True):
        if not one.is_original and one.story in homes:
            home = homes[one.story].story
            lost[one.system].append(not home or rates.story != home)
        elif one.story not in copied:
            lost["lone articles merged"].append(bool(rates.story))
    told_of = ", ".join(f"{name} {np.mean(hits):.3f}" for name, hits in sorted(lost.items()))
    return f"  copies lost: {told_of}"


def relations(folder: Sequence[LabelledCopy], memberships: Sequence[Membership]) -> Iterator[str]:
    """Share of the grouped copies of an original whose relation is named right, by system."""
    originals = {one.id: one.story for one in folder if one.is_original}
    right: dict[str, list[bool]] = defaultdict(list)
    for one, member in zip(folder, memberships, strict=True):
        if not one.is_original and originals.get(member.copy_of) == one.story:
            right[one.system].append(member.relation == RELATIONS[one.relation_label])
    every = [hit for hits in right.values() for hit in hits]
    if every:
        rates = ", ".join(f"{name} {np.mean(hits):.2f}" for name, hits in sorted(right.items()))
        yield f"  relation right in {np.mean(every):.3f} of {len(every)} ({rates})"


def best_copies(folder: Sequence[LabelledCopy], memberships: Sequence[Membership]) -> str:
    """Share of the stories found whole whose best copy is the original or a reprint of it."""
    right = [
        one.is_original or one.system == "reprint"
        for one, member in zip(folder, memberships, strict=True)
        if member.relation == BEST
    ]
    return f"  best copy right in {sum(right) / max(len(right), 1):.3f} of {len(right)} stories"


def false_merges(
    copies: Sequence[LabelledCopy], singletons: Sequence[LabelledCopy], models: GroupingModels
) -> Iterator[str]:
    """Share of the pairs of independent reports on one event that the model calls copies.

    First among lone reports, then on the harder set: the pairs on one event among all articles
    held back, spun and translated versions of either report with them.
    """
    for name, chosen in (("lone reports", singletons), ("all held-back articles", copies)):
        prints = read_fingerprints([one.text for one in chosen])
        pairs = candidates(prints)
        if chosen is copies:
            pairs = negative_pairs(chosen, prints, pairs)
        features = similarity_features(prints, pairs)
        event = same_event_mask(features)
        joined = models.pairs.copy_chances(prints, pairs[event]) >= models.pairs.threshold
        yield f"false merges, {name}: {joined.mean():.4f} of {len(joined)} pairs on one event"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report."""
    options = corpora_parser(__doc__).parse_args(arguments)
    every = load_labelled_copies(options.data, options.spun)
    copies = [one for one in every if one.held_out]
    learned = [one for one in every if not one.held_out and one.system == "human"]
    models = GroupingModels(shipped(), shipped_teller(), model_of(learned))
    singletons = find_singletons(copies)
    for line in false_merges(copies, singletons, models):
        print(line, flush=True)
    for name, systems in FOLDERS.items():
        print(name, flush=True)
        for line in report(folder_of(copies, systems, singletons), models):
            print(line, flush=True)


if __name__ == "__main__":
    main()
