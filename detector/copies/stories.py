"""From a folder of articles to stories: who is a copy of whom, how, and which copy is best."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from detector.article import Article
from detector.copies.alignment import Replacement
from detector.copies.candidates import Pairs, candidates
from detector.copies.cluster_index import Known, Place, settle
from detector.copies.clusters import Chances, join
from detector.copies.fingerprints import Fingerprint, fingerprint
from detector.copies.pair_features import (
    COLUMNS,
    COPIES,
    Matrix,
    PairModel,
    likeness,
    likeness_to,
    stack,
)
from detector.copies.pair_features import shipped as shipped_pairs
from detector.copies.relation import Teller
from detector.copies.relation import shipped as shipped_teller
from detector.copies.relation_features import Text, read
from detector.copies.representative import Told, compare, elect
from detector.copies.representative_model import Candidate
from detector.copies.same_event import reports_on_one_event
from detector.copies.text_store import Wordings
from detector.ngrams.ngram_model import NgramModel
from detector.text.tokens import Tokens

BEST = "best"
# Relations whose copies differ word by word; the others are printed anew or hardly at all.
WORD_BY_WORD = ("edited", "spun", "back_translated")


class Models(NamedTuple):
    """What grouping asks: who is a copy, how copies differ, how odd a word is (None: shipped)."""

    pairs: PairModel
    teller: Teller
    words: NgramModel | None = None


def shipped() -> Models:
    """The models that come with the detector."""
    return Models(shipped_pairs(), shipped_teller())


class Membership(NamedTuple):
    """Where an article belongs.

    ``story`` names its story and ``copy_of`` the best copy; both are empty for an article
    that has no copy here, ``copy_of`` also for the best copy itself. ``relation`` is ``best``, or
    what the article is to the best copy, with its ``probability``; ``reason`` says why.
    ``odds`` are the probabilities of all five relations of copies, ``assurance`` that of the best
    copy's being the better of the two.
    ``replacements`` lead from the best copy's words to this one's; ``costs`` says how much odder
    each of them reads (log10). ``same_event`` names independent reports on the same event.
    """

    id: str
    story: str
    copy_of: str
    relation: str
    probability: float
    reason: str
    replacements: tuple[Replacement, ...]
    odds: tuple[float, ...] = ()
    assurance: float = 1.0
    costs: tuple[float, ...] = ()
    same_event: tuple[str, ...] = ()


class Reading(NamedTuple):
    """What grouping needs of the articles, in the order of their content."""

    articles: list[Article]
    scores: list[float | None]
    prints: list[Fingerprint]
    names: list[str]


def content_name(text: str) -> str:
    """A short name that depends on the words of a text alone, not on white space.

    >>> content_name("Rain fell. ") == content_name("Rain  fell.")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:12]


def name_of(article: Article) -> str:
    """What an article is called in ``copy_of``: its id, or its path where it has none."""
    return article.id or article.path


def group_stories(
    articles: Sequence[Article],
    scores: Sequence[float] | None = None,
    against: Known | None = None,
    models: Models | None = None,
    find: Callable[[Sequence[Fingerprint]], Pairs] = candidates,
) -> list[Membership]:
    """Group articles by story.

    Parameters
    ----------
    articles : sequence of Article
        In any order: the groups do not depend on it.
    scores : sequence of float, optional
        How likely each is damaged; a damaged copy is not the best. Else the wording decides.
    against : Known, optional
        Stories of an earlier run: their names and best copies stay.
    models : Models, optional
        The shipped ones by default.
    find : callable
        Gives the pairs to compare, of articles in the order of their content.

    Returns
    -------
    list of Membership
        One an article, in the order given.
    """
    names = [content_name(article.text) for article in articles]
    order = sorted(range(len(articles)), key=lambda n: (names[n], articles[n].id, articles[n].path))
    reading = Reading(
        [articles[n] for n in order],
        [None if scores is None else float(scores[n]) for n in order],
        [fingerprint(Tokens(articles[n].text)) for n in order],
        [names[n] for n in order],
    )
    found = memberships(reading, models or shipped(), against, find)
    placed = dict(zip(order, found, strict=True))
    return [placed[n] for n in range(len(articles))]


def memberships(
    reading: Reading,
    models: Models,
    against: Known | None,
    find: Callable[[Sequence[Fingerprint]], Pairs],
) -> list[Membership]:
    """The same for articles in the order of their content."""
    folder = stack(reading.prints)
    pairs = find(reading.prints)
    shared = likeness(folder, pairs)

    def ask(asked: Pairs) -> Chances:
        chances: Chances = 1 - models.pairs.predict(likeness(folder, asked))[:, -1]
        return chances

    chances: Chances = 1 - models.pairs.predict(shared)[:, -1]
    groups = join(len(reading.articles), pairs, chances, models.pairs.threshold, ask)
    stories = defaultdict(list)
    for number, group in enumerate(groups.tolist()):
        stories[group].append(number)
    settled = settle(reading.prints, groups, models.pairs, against) if against else {}
    found: dict[int, Membership] = {}
    told = (
        group for group, members in stories.items() if len(members) > 1 and group not in settled
    )
    wordings = Wordings(reading.articles, models.words, chain(*(stories[group] for group in told)))
    for group, members in stories.items():
        if group in settled:
            found |= joined(members, reading, settled[group], models)
        elif len(members) > 1:
            found |= told_apart(members, reading, wordings, models.teller)
        else:
            found[members[0]] = alone(reading.articles[members[0]])
    reports = reports_on_one_event(pairs, shared, groups)
    return [
        found[number]._replace(
            same_event=tuple(name_of(reading.articles[other]) for other in reports.get(number, ()))
        )
        for number in range(len(groups))
    ]


def alone(article: Article) -> Membership:
    """An article without copies."""
    return Membership(name_of(article), "", "", "", 1.0, "", ())


def joined(
    members: list[int], reading: Reading, place: Place, models: Models
) -> dict[int, Membership]:
    """Articles that belong to a known story: its name and best copy stay.

    What was known already is not its own copy: the known best copy stays the best, and an
    article that stood alone stays alone.
    """
    if place.lone and all(reading.names[number] == place.story for number in members):
        return {number: alone(reading.articles[number]) for number in members}
    best, found = read(place.text, models.words), {}
    for number in members:
        name = name_of(reading.articles[number])
        if reading.names[number] == place.story:
            reason = "best copy of a known story"
            found[number] = Membership(name, place.story, "", BEST, 1.0, reason, ())
            continue
        told = beside_known(number, best, reading, place, models)
        found[number] = member_of(name, place.story, place.best, told, "copy of a known story")
    return found


def beside_known(number: int, best: Text, reading: Reading, place: Place, models: Models) -> Told:
    """Compare an article with the best copy of a known story, by the words where it is kept."""
    shared, odds = place.relations[number]
    if not place.text:
        return Told(shared, odds, 0.5, (), np.empty(0))
    return compare(best, read(reading.articles[number].text, models.words), shared, models.teller)


def told_apart(
    members: Sequence[int], reading: Reading, wordings: Wordings, teller: Teller
) -> dict[int, Membership]:
    """Choose the best copy of a story and say what the others are to it."""
    copies = [candidate(number, wordings[number], reading) for number in members]
    prints = [reading.prints[number] for number in members]
    chosen = elect(
        copies,
        lambda place: wordings[members[place]],
        lambda place: likeness_to(prints[place], prints),
        teller,
    )
    best = members[chosen.place]
    story, name = reading.names[best], name_of(reading.articles[best])
    found = {best: Membership(name, story, "", BEST, 1.0, chosen.reason, ())}
    for place, told in chosen.told.items():
        number = members[place]
        copy = name_of(reading.articles[number])
        found[number] = member_of(copy, story, name, told, why(told.shared))
    return found


def member_of(name: str, story: str, best: str, told: Told, reason: str) -> Membership:
    """The membership of a copy."""
    place = int(told.odds.argmax())
    kept = COPIES[place] in WORD_BY_WORD
    return Membership(
        name,
        story,
        best,
        COPIES[place],
        float(told.odds[place]),
        reason,
        told.replacements if kept else (),
        tuple(told.odds.tolist()),
        told.assurance,
        tuple(told.costs.tolist()) if kept else (),
    )


def candidate(number: int, text: Text, reading: Reading) -> Candidate:
    """One copy as it stands for election."""
    article = reading.articles[number]
    return Candidate(
        name_of(article),
        text.tokens.word_count,
        reading.scores[number],
        -float(text.log10.mean()) if len(text.log10) else 0.0,
        article.published,
    )


def why(figures: Matrix) -> str:
    """What two copies share, in words."""
    shared = dict(zip(COLUMNS, figures.tolist(), strict=True))
    parts = [
        f"{round(100 * shared[column])} % of the {noun}"
        for column, noun in (
            ("facts_of_less", "facts in their order"),
            ("names_of_less", "names"),
            ("figures_of_less", "figures"),
            ("quotations_of_less", "quoted words"),
            ("contents_of_less", "other words"),
        )
        if shared[column]
    ]
    return "shares " + ", ".join(parts) if parts else "shares little"
