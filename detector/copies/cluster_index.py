"""Stories of an earlier run: kept on disk, and met by what comes in later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from detector.copies.candidates import candidates
from detector.copies.clusters import ClusterLabels
from detector.copies.code_sets import WeightedCodes
from detector.copies.fingerprints import FAMILIES, Fingerprint, fingerprint
from detector.copies.pair_features import COPY_RELATIONS, Matrix, similarity_features, stack
from detector.copies.pair_model import PairModel
from detector.copies.sentence_codes import pack_sentences, unpack_sentences
from detector.text.tokens import Tokens

COLUMN = "fingerprint"


class KnownStories(NamedTuple):
    """Articles of earlier runs.

    ``ids`` are their names, ``stories`` what they were grouped under (their content's own
    name where they stood alone), ``best`` the name of their story's best copy. ``texts`` are
    empty where they were not kept: then copies are matched, and no wording can be shown.
    """

    ids: list[str]
    stories: list[str]
    best: list[str]
    prints: list[Fingerprint]
    texts: list[str]


class StoryMatch(NamedTuple):
    """Where a group of new articles belongs: a known story and, by member, what each is to it.

    ``relations`` holds what a member shares with the best copy, and the odds of the relations.
    ``lone`` says that the story had one article so far; ``text`` is its best copy's.
    """

    story: str
    best: str
    lone: bool
    relations: dict[int, tuple[Matrix, Matrix]]
    text: str


def pack(article_codes: Fingerprint) -> bytes:
    """A fingerprint as bytes: the counts, then codes and weights, little-endian; the sentences.

    >>> from detector.copies.fingerprints import fingerprint
    >>> from detector.text.tokens import Tokens
    >>> original = fingerprint(Tokens("Anna Obi paid $1,250 in Harwick on Monday."))
    >>> pack(unpack(pack(original))) == pack(original)
    True
    """
    counts = np.array(
        [article_codes.words, *(len(one.codes) for one in article_codes.families)], "<i4"
    )
    codes = np.concatenate([one.codes for one in article_codes.families]).astype("<i4")
    weights = np.concatenate([one.weights for one in article_codes.families]).astype("<f4")
    sets = counts.tobytes() + codes.tobytes() + weights.tobytes()
    return sets + pack_sentences(article_codes.sentences)


def unpack(held: bytes) -> Fingerprint:
    """The fingerprint that :func:`pack` wrote.

    What an earlier version wrote has no sentences: see :func:`fingerprint_of`.
    """
    head = len(FAMILIES) + 1
    counts = np.frombuffer(held, "<i4", head)
    total = int(counts[1:].sum())
    codes = np.frombuffer(held, "<i4", total, offset=4 * head)
    weights = np.frombuffer(held, "<f4", total, offset=4 * (head + total))
    bounds = np.cumsum(counts[1:-1])
    parts = zip(np.split(codes, bounds), np.split(weights, bounds), strict=True)
    return Fingerprint(
        int(counts[0]),
        tuple(WeightedCodes(a.astype(np.int32), b.astype(np.float32)) for a, b in parts),
        unpack_sentences(held[4 * (head + 2 * total) :]),
    )


def fingerprint_of(held: bytes, text: str) -> Fingerprint:
    """What was packed, or read from the text where an earlier version packed no sentences."""
    unpacked = unpack(held)
    if len(unpacked.sentences.codes) or not text:
        return unpacked
    return fingerprint(Tokens(text))


def write_known(rows: Iterable[dict[str, Any]], path: Path | BinaryIO) -> None:
    """Write story rows, each with its ``fingerprint``, as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.Table.from_pylist(list(rows)), path, compression="zstd")


def holds_fingerprints(path: Path) -> bool:
    """Whether a Parquet file carries all that matching needs."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return COLUMN in parquet.read_schema(path).names
    except (pa.ArrowException, OSError):
        return False


def read_known(path: Path) -> KnownStories:
    """Read the stories of an earlier run.

    Raises
    ------
    ValueError
        When the file is not a Parquet file of stories; the message says how to make one.
    """
    import pyarrow as pa
    from pyarrow import parquet

    columns = ["id", "story", "copy_of", "content", "text", COLUMN]
    try:
        rows = parquet.read_table(path, columns=columns).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise ValueError(
            f"{path} holds no known stories: make it with `detector stories PATH -o {path.name}`"
        ) from error
    return KnownStories(
        [row["id"] for row in rows],
        [row["story"] or row["content"] for row in rows],
        [row["copy_of"] or row["id"] for row in rows],
        [fingerprint_of(row[COLUMN], row["text"]) for row in rows],
        [row["text"] for row in rows],
    )


def match_known_stories(
    prints: Sequence[Fingerprint], groups: ClusterLabels, model: PairModel, known: KnownStories
) -> dict[int, StoryMatch]:
    """Find the known story of each group of new articles that has one.

    Known stories are never joined by what comes later: a group that is like two of them goes to
    the likelier.
    """
    count = len(prints)
    matrices = stack([*prints, *known.prints])
    pairs = candidates([*prints, *known.prints])
    pairs = pairs[(pairs[:, 0] < count) & (pairs[:, 1] >= count)]
    if not len(pairs):
        return {}
    odds = model.compare(matrices, pairs, similarity_features(matrices, pairs))
    chosen: dict[int, tuple[float, str, str]] = {}
    for (new, old), chances in zip((pairs - [0, count]).tolist(), odds, strict=True):
        chance = 1 - float(chances[-1])
        offer = (chance, known.stories[old], known.best[old])
        if chance >= model.threshold:
            chosen[int(groups[new])] = max(chosen.get(int(groups[new]), offer), offer)
    places = {name: number for number, name in enumerate(known.ids)}
    sizes = Counter(known.stories)
    matches = {}
    for group, (_, story, best) in chosen.items():
        members = np.flatnonzero(groups == group)
        place = places[best]
        member_pairs = np.stack([members, np.full(len(members), place + count)], axis=1)
        shared = similarity_features(matrices, member_pairs)
        member_odds = model.compare(matrices, member_pairs, shared)[:, : len(COPY_RELATIONS)]
        rows = zip(members.tolist(), zip(shared, member_odds, strict=True), strict=True)
        matches[group] = StoryMatch(story, best, sizes[story] == 1, dict(rows), known.texts[place])
    return matches
