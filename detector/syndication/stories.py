"""From a folder of articles to stories: who is a copy of whom, how, and which copy is best."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from detector.article import Article
from detector.ngrams import surprise
from detector.syndication.alignment import Replacement, align
from detector.syndication.anchors import Fingerprint, fingerprint
from detector.syndication.candidates import Pairs, candidates
from detector.syndication.choosing import Candidate, Choice, best_of
from detector.syndication.groups import Chances, join
from detector.syndication.known import Known, Place, settle
from detector.syndication.pairs import (
    COLUMNS,
    COPIES,
    Folder,
    Matrix,
    PairModel,
    likeness,
    shipped,
    stack,
)
from detector.tokens import Tokens

BEST = "best"
# Relations whose copies differ word by word; the others are printed anew or hardly at all.
WORD_BY_WORD = ("edited", "spun", "back_translated")


class Membership(NamedTuple):
    """Where an article belongs.

    ``story`` names its story and ``copy_of`` the best copy; both are empty for an article
    that has no copy here, ``copy_of`` also for the best copy itself. ``relation`` is ``best``, or
    what the article is to the best copy, with its ``probability``; ``reason`` says why.
    ``replacements`` lead from the best copy's words to this one's.
    """

    id: str
    story: str
    copy_of: str
    relation: str
    probability: float
    reason: str
    replacements: tuple[Replacement, ...]


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
    model: PairModel | None = None,
    find: Callable[[Sequence[Fingerprint]], Pairs] = candidates,
) -> list[Membership]:
    """Group articles by story.

    Parameters
    ----------
    articles : sequence of Article
        In any order: the groups do not depend on it.
    scores : sequence of float, optional
        The verdicts' scores; a damaged copy is not the best. Without them the wording decides.
    against : Known, optional
        Stories of an earlier run: their names and best copies stay.
    model : PairModel, optional
        The shipped one by default.
    find : callable
        Gives the pairs to compare, of articles in the order of their content.

    Returns
    -------
    list of Membership
        One an article, in the order given.
    """
    model = model or shipped()
    order = sorted(
        range(len(articles)),
        key=lambda n: (content_name(articles[n].text), articles[n].id, articles[n].path),
    )
    chosen = [articles[n] for n in order]
    reading = Reading(
        chosen,
        [None if scores is None else float(scores[n]) for n in order],
        [fingerprint(Tokens(article.text)) for article in chosen],
        [content_name(article.text) for article in chosen],
    )
    found = memberships(reading, model, against, find)
    placed = dict(zip(order, found, strict=True))
    return [placed[n] for n in range(len(articles))]


def memberships(
    reading: Reading,
    model: PairModel,
    against: Known | None,
    find: Callable[[Sequence[Fingerprint]], Pairs],
) -> list[Membership]:
    """The same for articles in the order of their content."""
    folder = stack(reading.prints)
    pairs = find(reading.prints)

    def ask(asked: Pairs) -> Chances:
        chances: Chances = 1 - model.predict(likeness(folder, asked))[:, -1]
        return chances

    groups = join(len(reading.articles), pairs, ask(pairs), model.threshold, ask)
    stories = defaultdict(list)
    for number, group in enumerate(groups.tolist()):
        stories[group].append(number)
    settled = settle(reading.prints, groups, model, against) if against else {}
    choices = {
        group: best_of([candidate(number, reading) for number in members])
        for group, members in stories.items()
        if len(members) > 1 and group not in settled
    }
    told = measure(stories, choices, folder, model)
    found: dict[int, Membership] = {}
    for group, members in stories.items():
        if group in settled:
            found |= joined(members, reading, settled[group])
        elif group in choices:
            found |= told_apart(members, choices[group], reading, told)
        else:
            found[members[0]] = alone(reading.articles[members[0]])
    return [found[number] for number in range(len(groups))]


def alone(article: Article) -> Membership:
    """An article without copies."""
    return Membership(name_of(article), "", "", "", 1.0, "", ())


def joined(members: list[int], reading: Reading, place: Place) -> dict[int, Membership]:
    """Articles that belong to a known story: its name and best copy stay.

    What was known already is not its own copy: the known best copy stays the best, and an
    article that stood alone stays alone.
    """
    if place.lone and all(reading.names[number] == place.story for number in members):
        return {number: alone(reading.articles[number]) for number in members}
    found = {}
    for number in members:
        relation, chance = place.relations[number]
        name, best, reason = name_of(reading.articles[number]), place.best, "copy of a known story"
        if reading.names[number] == place.story:
            relation, chance, best, reason = BEST, 1.0, "", "best copy of a known story"
        found[number] = Membership(name, place.story, best, relation, chance, reason, ())
    return found


def measure(
    stories: Mapping[int, Sequence[int]],
    choices: Mapping[int, Choice],
    folder: Folder,
    model: PairModel,
) -> dict[int, tuple[Matrix, Matrix]]:
    """What each copy shares with the best copy of its story, and the odds of the relations."""
    pairs = []
    for group, choice in choices.items():
        best = stories[group][choice.place]
        pairs += [(best, number) for number in stories[group] if number != best]
    figures = likeness(folder, np.array(pairs, np.int64).reshape(-1, 2))
    odds = model.predict(figures)
    return {number: (figures[n], odds[n]) for n, (_, number) in enumerate(pairs)}


def told_apart(
    members: Sequence[int],
    choice: Choice,
    reading: Reading,
    told: Mapping[int, tuple[Matrix, Matrix]],
) -> dict[int, Membership]:
    """Say what the copies of a story are to the best one."""
    best = members[choice.place]
    story, tokens = reading.names[best], Tokens(reading.articles[best].text)
    name = name_of(reading.articles[best])
    found = {best: Membership(name, story, "", BEST, 1.0, choice.reason, ())}
    for number in members:
        if number == best:
            continue
        row, odds = told[number]
        article = reading.articles[number]
        place = int(odds[: len(COPIES)].argmax())
        relation = COPIES[place]
        replaced = replacements(tokens, article.text) if relation in WORD_BY_WORD else ()
        found[number] = Membership(
            name_of(article), story, name, relation, float(odds[place]), why(row), replaced
        )
    return found


def candidate(number: int, reading: Reading) -> Candidate:
    """One copy as it stands for election."""
    article = reading.articles[number]
    told = surprise(Tokens(article.text)).log10
    return Candidate(
        name_of(article),
        reading.prints[number].words,
        reading.scores[number],
        -float(told.mean()) if len(told) else 0.0,
        article.published,
    )


def replacements(best: Tokens, text: str) -> tuple[Replacement, ...]:
    """What a copy prints in place of the best copy's words."""
    return align(best, Tokens(text)).replacements


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
