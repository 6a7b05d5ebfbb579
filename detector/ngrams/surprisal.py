"""How surprising each word of an article is to a model of edited news.

Words are lower-cased; figures, names and rare words stand for their classes, so that a
new minister or a foreign town is no surprise. Punctuation is a break between two words,
whichever mark it is: desks differ in their marks.

A model finds its own training text fluent. Whoever trains on the figures must take them
from a model that did not see the articles.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.ngram_model import (
    BREAK,
    NAME,
    NUMBER,
    RARE,
    START,
    STEP,
    Costs,
    NgramModel,
    load,
)
from detector.resources.model_files import shipped_file
from detector.text.batch_cache import Kept, Place
from detector.text.token_batch import FIRST, LAST, Sheaf
from detector.text.tokens import Tokens
from detector.text.vocabulary import Trait

MODEL_NAME = "ngrams.npz"
# Models whose tables are remembered; a bound on memory only (made up).
MOST_MODELS = 8
# Signs that join two words when they stand alone between them; any other is a break. White space
# of whatever kind may join them in company; beyond the first 256 signs it has to be looked at.
JOINT, WHITE = 2, 1
JOINTS = np.array([WHITE * chr(sign).isspace() for sign in range(256)] + [WHITE], dtype=np.uint8)
JOINTS[[ord(mark) for mark in " -\n\t\r\xa0"]] = JOINT


Ids = NDArray[np.int64]


class Sequence(NamedTuple):
    """An article as the model sees it.

    ``ids`` holds words and classes with the breaks between them; ``places[i]`` is where word
    ``i`` of the tokens stands in it.
    """

    ids: NDArray[np.int64]
    places: NDArray[np.int64]


class Surprise(NamedTuple):
    """What the model says of each word, arrays of shape (n_words,).

    ``cost`` is what the word costs after the two before it, ``lone`` what it costs by itself, both
    in :data:`detector.ngrams.ngram_model.STEP` of -log10 of a probability. ``ids`` are the word's
    id or class. ``unseen`` is True where the word directly follows another (no mark between) and
    training never saw the two together. ``whole`` and ``places`` are those of :class:`Sequence`,
    ``steps`` what each step of it costs.
    """

    cost: NDArray[np.int16]
    lone: NDArray[np.int16]
    ids: NDArray[np.int64]
    unseen: NDArray[np.bool_]
    whole: NDArray[np.int64]
    places: NDArray[np.int64]
    steps: Costs

    @property
    def log10(self) -> NDArray[np.float32]:
        """The log10 probability of each word after the two before it."""
        return (self.cost / -STEP).astype(np.float32)

    @property
    def alone(self) -> NDArray[np.float32]:
        """The log10 probability of each word by itself."""
        return (self.lone / -STEP).astype(np.float32)


@cache
def shipped() -> NgramModel:
    """Read the model that comes with the package, once."""
    return load(shipped_file(MODEL_NAME))


def class_of(word: str) -> int:
    """The class of a word, as printed, that the model has no id for.

    >>> class_of("2.5") == NUMBER, class_of("Bakhmut") == NAME, class_of("gloaming") == RARE
    (True, True, True)
    """
    if word[0].isdigit() or word[-1].isdigit():
        return NUMBER
    return NAME if word[0].isupper() else RARE


@lru_cache(maxsize=MOST_MODELS)
def id_trait(model: NgramModel) -> Trait:
    """A model's id or class of a printed word; those of the last few models are kept."""
    ids = model.ids
    return Trait(lambda word: id_of(word, ids), np.int64)


def id_of(word: str, ids: dict[str, int]) -> int:
    """Id or class of a word as printed."""
    number = ids.get(word.lower().replace("’", "'"))
    return class_of(word) if number is None else number


def breaks(sheaf: Sheaf) -> NDArray[np.int64]:
    """What stands before each word: -1 a space or hyphen, else :data:`START` or :data:`BREAK`."""
    text, begins, ends = sheaf.text, sheaf.begins, sheaf.ends
    width = begins[1:] - ends[:-1]
    joints = JOINTS.take(sheaf.after[:-1], mode="clip")
    joined = (width == 1) & (joints == JOINT)
    # Wider gaps that may be white space: they begin with it.
    for index in np.flatnonzero((width > 1) & (joints > 0)).tolist():
        if text[ends[index] : begins[index + 1]].isspace():
            joined[index] = True
    marks = np.full(len(begins), BREAK, dtype=np.int64)
    marks[1:][joined] = -1
    sentences = sheaf.sentences
    marks[sentences[sentences[:, FIRST] < sentences[:, LAST], FIRST]] = START
    marks[sheaf.stretches.first] = START
    return marks


def sequence(sheaf: Sheaf, model: NgramModel) -> Sequence:
    """Articles as the model sees them."""
    return interleaved(sheaf.traits(id_trait(model)), breaks(sheaf))


def interleaved(words: NDArray[np.int64], marks: NDArray[np.int64]) -> Sequence:
    """Put the breaks between the words; ``marks`` are those of :func:`breaks`."""
    marked = marks >= 0
    places = np.arange(len(words)) + np.cumsum(marked)
    whole = np.empty(len(words) + np.count_nonzero(marked), dtype=np.int64)
    whole[places] = words
    whole[places[marked] - 1] = marks[marked]
    return Sequence(whole, places)


def surprise(tokens: Tokens, model: NgramModel | None = None) -> Surprise:
    """Score every word.

    >>> found = surprise(Tokens("The minister said on Monday that tight boundaries were drawn."))
    >>> bool(found.log10[3] > -0.5), bool(found.unseen[7])
    (False, True)

    Parameters
    ----------
    tokens : Tokens
    model : NgramModel, optional
        The shipped one unless given.

    Returns
    -------
    Surprise
        Empty arrays for a text without words.
    """
    if model is not None:
        return surprises(Sheaf([tokens]), model)[0]
    found = _told.part(tokens)
    return foretell(Sheaf([tokens])) if found is None else found


def foretell(sheaf: Sheaf) -> Surprise:
    """What the shipped model says of all words of a sheaf; it is asked once.

    Afterwards :func:`surprise` of one of the articles costs next to nothing.
    """
    found = _told.whole(sheaf)
    return _told.keep(sheaf, together(sheaf, shipped())) if found is None else found


def surprises(sheaf: Sheaf, model: NgramModel) -> list[Surprise]:
    """Score every word of each of several articles."""
    found = together(sheaf, model)
    numbers = range(len(sheaf.articles))
    return [part_of(found, Place(number, sheaf.words_from)) for number in numbers]


def together(sheaf: Sheaf, model: NgramModel) -> Surprise:
    """Score every word of several articles laid end to end."""
    if not len(sheaf.begins):
        none = np.empty(0, np.int16)
        nowhere = np.empty(0, np.int64)
        steps = model.costs(nowhere)
        return Surprise(none, none, nowhere, steps.seen, nowhere, nowhere, steps)
    whole, places = sequence(sheaf, model)
    before = places - 1
    opens = openings(sheaf.words_from, places, whole)[1:-1]
    steps = model.costs(whole, opens[(opens > 0) & (opens < len(whole))] - 1)
    ids = whole[places]
    unseen = ~steps.seen[before] & (whole[before] > BREAK)
    return Surprise(steps.cost[before], model.lone[ids], ids, unseen, whole, places, steps)


def openings(words_from: Ids, places: Ids, whole: Ids) -> Ids:
    """Where each article begins in the whole sequence, and its end, shape (n_articles + 1,)."""
    # Every article opens with a start, which no article before it leads to.
    return np.append(places - 1, len(whole))[words_from]


def part_of(found: Surprise, place: Place) -> Surprise:
    """What is said of one article of a sheaf."""
    if len(place.words_from) == 2:
        return found
    first, last = place.words_from[place.number : place.number + 2].tolist()
    begin = int(found.places[first]) - 1 if first < last else 0
    end = int(found.places[last]) - 1 if last < len(found.places) else len(found.whole)
    end = end if first < last else begin
    return Surprise(
        found.cost[first:last],
        found.lone[first:last],
        found.ids[first:last],
        found.unseen[first:last],
        found.whole[begin:end],
        found.places[first:last] - begin,
        found.steps.between(begin, max(end - 1, begin)),
    )


_told = Kept(part_of)
