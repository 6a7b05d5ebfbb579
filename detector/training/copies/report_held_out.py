"""Report on held-out spinners, engines and outlets (run with ``python -m``).

Folders are made of stories with their copies and of as many articles that stand alone, many of
them reports on one event. Beside our figures stand those of MinHash-LSH on the same folders.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np

from detector.article import Article
from detector.copies.candidates import candidates
from detector.copies.fingerprints import fingerprint
from detector.copies.pair_features import RELATIONS, likeness, load, on_one_event, shipped, stack
from detector.copies.relation import load as load_teller
from detector.copies.relation import shipped as shipped_teller
from detector.copies.stories import BEST, Membership, Models, group_stories
from detector.ngrams.ngram_model import load as load_words
from detector.text.tokens import Tokens
from detector.training.copies.cluster_metrics import b_cubed, minhash_groups
from detector.training.copies.labelled_clusters import HELD_SPINNERS, Copy, gather
from detector.training.copies.train_pairs import unlike, written_apart
from detector.training.copies.train_relations import model_of

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


def lonely(copies: Sequence[Copy]) -> list[Copy]:
    """Held-back originals without made copies, less those that may be natural copies."""
    copied = {one.story for one in copies if not one.original}
    chosen = [one for one in copies if one.original and one.story not in copied]
    prints = [fingerprint(Tokens(one.text)) for one in chosen]
    pairs = candidates(prints)
    doubtful = pairs[~written_apart(likeness(stack(prints), pairs))]
    out = set(doubtful.ravel().tolist())
    return [one for number, one in enumerate(chosen) if number not in out]


def folder_of(
    copies: Sequence[Copy], systems: Sequence[str], alone: Sequence[Copy], most: int = STORIES
) -> list[Copy]:
    """Stories that have copies by these systems, those copies, and as many lone articles."""
    wanted = [one for one in copies if one.system.split(":")[0] in systems]
    random = Random(SEED)
    names = sorted({one.story for one in wanted})
    stories = set(random.sample(names, min(most, len(names))))
    found = [one for one in copies if one.original and one.story in stories]
    found += [one for one in wanted if one.story in stories]
    return found + random.sample(list(alone), min(len(alone), len(found)))


def judge(copies: Sequence[Copy], folder: Path | None) -> dict[str, float] | None:
    """How likely each article is damaged, by id; None without a detector that is fit to say.

    The shipped detector has read many of these articles, so its scores would flatter.
    """
    if folder is None:
        return None
    from detector.detector import Detector
    from detector.model.trained import load_trained
    from detector.resources.model_files import load_card

    detector = Detector(load_trained(folder), load_card(folder))
    verdicts = detector.judge_many(one.text for one in copies)
    return {
        one.id: max(verdict.score, verdict.synthetic)
        for one, verdict in zip(copies, verdicts, strict=True)
    }


def report(
    folder: Sequence[Copy], scores: dict[str, float] | None, models: Models, baselines: bool
) -> Iterator[str]:
    """The figures of one folder, a line each."""
    articles = [Article(one.text, id=one.id) for one in folder]
    truth = [one.story for one in folder]
    began = perf_counter()
    damage = None if scores is None else [scores[one.id] for one in folder]
    found = group_stories(articles, damage, models=models)
    took = perf_counter() - began
    cubed = b_cubed([one.story or one.id for one in found], truth)
    yield (
        f"  {len(folder)} articles, {len(set(truth))} stories, {took:.1f} s; B-cubed F1 "
        f"{cubed.f1:.3f} (precision {cubed.precision:.3f}, recall {cubed.recall:.3f})"
    )
    for threshold in BASELINE_THRESHOLDS if baselines else ():
        usual = b_cubed(minhash_groups([one.text for one in folder], threshold), truth)
        yield f"  MinHash-LSH at {threshold}: F1 {usual.f1:.3f} (recall {usual.recall:.3f})"
    yield from relations(folder, found)
    yield best_copies(folder, found)


def relations(folder: Sequence[Copy], found: Sequence[Membership]) -> Iterator[str]:
    """Share of the grouped copies of an original whose relation is named right, by system."""
    originals = {one.id: one.story for one in folder if one.original}
    right: dict[str, list[bool]] = defaultdict(list)
    for one, member in zip(folder, found, strict=True):
        if not one.original and originals.get(member.copy_of) == one.story:
            right[one.system].append(member.relation == RELATIONS[one.change])
    every = [hit for hits in right.values() for hit in hits]
    if every:
        told = ", ".join(f"{name} {np.mean(hits):.2f}" for name, hits in sorted(right.items()))
        yield f"  relation right in {np.mean(every):.3f} of {len(every)} ({told})"


def best_copies(folder: Sequence[Copy], found: Sequence[Membership]) -> str:
    """Share of the stories found whole whose best copy is the original or a reprint of it."""
    right = [
        one.original or one.system == "reprint"
        for one, member in zip(folder, found, strict=True)
        if member.relation == BEST
    ]
    return f"  best copy right in {sum(right) / max(len(right), 1):.3f} of {len(right)} stories"


def false_merges(copies: Sequence[Copy], alone: Sequence[Copy], models: Models) -> Iterator[str]:
    """Share of the pairs of independent reports on one event that the model calls copies.

    First among lone reports, then on the harder set: the pairs on one event among all articles
    held back, spun and translated versions of either report with them.
    """
    for name, chosen in (("lone reports", alone), ("all held-back articles", copies)):
        prints = [fingerprint(Tokens(one.text)) for one in chosen]
        pairs, folder = candidates(prints), stack(prints)
        if chosen is copies:
            pairs = unlike(chosen, folder, pairs)
        figures = likeness(folder, pairs)
        event = on_one_event(figures)
        joined = 1 - models.pairs.predict(figures[event])[:, -1] >= models.pairs.threshold
        yield f"false merges, {name}: {joined.mean():.4f} of {len(joined)} pairs on one event"


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with human_news, mt_news, synthetic_news")
    parser.add_argument("spun", type=Path, help="folder with spun.jsonl.gz")
    parser.add_argument("--pairs", type=Path, help="a pair model other than the shipped one")
    parser.add_argument("--teller", type=Path, help="a differences.json other than the shipped one")
    parser.add_argument(
        "--words", type=Path, help="an n-gram model of the learned outlets (default: made here)"
    )
    parser.add_argument(
        "--detector", type=Path, help="a detector that saw nothing held back, for the scores"
    )
    parser.add_argument("--stories", type=int, default=STORIES, help="at most so many a folder")
    parser.add_argument("--only", help="only the folders whose name holds this")
    parser.add_argument("--no-baselines", action="store_true", help="leave MinHash-LSH out")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report."""
    options = parsed(arguments)
    every = gather(options.data, options.spun)
    copies = [one for one in every if one.held]
    words = load_words(options.words) if options.words else None
    models = Models(
        load(options.pairs) if options.pairs else shipped(),
        load_teller(options.teller) if options.teller else shipped_teller(),
        words or model_of([one for one in every if not one.held and one.system == "human"]),
    )
    alone = lonely(copies)
    if not options.only:
        for line in false_merges(copies, alone, models):
            print(line, flush=True)
    for name, systems in FOLDERS.items():
        if options.only and options.only not in name:
            continue
        folder = folder_of(copies, systems, alone, options.stories)
        print(name, flush=True)
        scores = judge(folder, options.detector)
        for line in report(folder, scores, models, not options.no_baselines):
            print(line, flush=True)


if __name__ == "__main__":
    main()
