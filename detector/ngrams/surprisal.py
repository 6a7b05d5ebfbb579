"""How surprising each word of an article is to a model of edited news.

Words are lower-cased; figures, names and rare words stand for their classes, so that a
new minister or a foreign town is no surprise. Punctuation is a break between two words,
whichever mark it is: desks differ in their marks.

A model finds its own training text fluent. Whoever trains on the figures must take them
from a model that did not see the articles.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.ngram_model import (
    BREAK_ID,
    COST_SCALE,
    NAME_ID,
    NUMBER_ID,
    RARE_ID,
    START_ID,
    Costs,
    NgramModel,
    load,
)
from detector.resources.model_files import shipped_file
from detector.text.arrays import Flags, Ids
from detector.text.concatenated import EDGE
from detector.text.derived import derived
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.segments import positions
from detector.text.token_batch import FIRST_WORD, LAST_WORD, TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ManyWords, WordProperty

MODEL_NAME = "ngrams.npz"
# Models whose tables are remembered; a bound on memory only (made up).
MOST_MODELS = 8
# Signs that join two words when they stand alone between them; any other is a break. White space
# of whatever kind may join them in company.
JOINTS = frozenset(" -\n\t\r\xa0")


class IdSequence(NamedTuple):
    """An article as the model sees it.

    ``ids`` holds words and classes with the breaks between them; ``places[i]`` is where word
    ``i`` of the tokens stands in it.
    """

    ids: Ids
    places: Ids


class Surprisal(NamedTuple):
    """What the model says of each word, arrays of shape (n_words,).

    ``cost`` is what the word costs after the two before it, ``unigram_cost`` what it costs by
    itself, both in :data:`detector.ngrams.ngram_model.COST_SCALE` of -log10 of a probability.
    ``ids`` are the word's id or class. ``unseen`` is True where the word directly follows another
    (no mark between) and training never saw the two together. ``whole`` and ``places`` are those of
    :class:`IdSequence`, ``steps`` what each step of it costs.
    """

    cost: NDArray[np.int16]
    unigram_cost: NDArray[np.int16]
    ids: Ids
    unseen: Flags
    whole: Ids
    places: Ids
    steps: Costs

    @property
    def log10(self) -> NDArray[np.float32]:
        """The log10 probability of each word after the two before it."""
        return (self.cost / -COST_SCALE).astype(np.float32)

    @property
    def alone(self) -> NDArray[np.float32]:
        """The log10 probability of each word by itself."""
        return (self.unigram_cost / -COST_SCALE).astype(np.float32)


@cache
def shipped_ngram_model() -> NgramModel:
    """Read the model that comes with the package, once."""
    return load(shipped_file(MODEL_NAME))


def class_of(word: str) -> int:
    """The class of a word, as printed, that the model has no id for.

    >>> (class_of("2.5") == NUMBER_ID, class_of("Bakhmut") == NAME_ID,
    ...     class_of("gloaming") == RARE_ID)
    (True, True, True)
    """
    if word[0].isdigit() or word[-1].isdigit():
        return NUMBER_ID
    return NAME_ID if word[0].isupper() else RARE_ID


@lru_cache(maxsize=MOST_MODELS)
def id_trait(model: NgramModel) -> WordProperty:
    """A model's id or class of a printed word; those of the last few models are kept."""
    ids = model.ids
    return ManyWords(lambda words: ids_of(words, ids), np.uint16)


def ids_of(words: PrintedWords, ids: dict[str, int]) -> list[int]:
    """Id or class of each of some words as printed."""
    numbers = map(ids.get, lowercased(words))
    return [class_of(w) if n is None else n for w, n in zip(words, numbers, strict=True)]


def is_break(gap: str) -> bool:
    """Whether a gap between two edges parts the words around it.

    >>> is_break(f"{EDGE}-{EDGE}"), is_break(f"{EDGE}, {EDGE}")
    (False, True)
    """
    inner = gap.removeprefix(EDGE).removesuffix(EDGE)
    return inner not in JOINTS and (len(inner) == 1 or not inner.isspace())


IS_BREAK = WordProperty(is_break)


def breaks(batch: TokenBatch) -> Ids:
    """What precedes each word: -1 a space or hyphen, else :data:`START_ID` or :data:`BREAK_ID`."""
    # A gap at the end of the texts is followed by the place of no word.
    marks = np.full(len(batch.begins) + 1, -1)
    marks[batch.gaps.follows[batch.gap_properties(IS_BREAK)] + 1] = BREAK_ID
    first, last = batch.sentences[:, FIRST_WORD], batch.sentences[:, LAST_WORD]
    marks[first[first < last]] = START_ID
    marks[batch.word_segments.first] = START_ID
    return marks[:-1]


def sequence(batch: TokenBatch, model: NgramModel) -> IdSequence:
    """Articles as the model sees them."""
    return interleaved(batch.word_properties(id_trait(model)), breaks(batch))


def interleaved(words: NDArray[Any], marks: Ids) -> IdSequence:
    """Put the breaks between the words; ``marks`` are those of :func:`breaks`."""
    marked = marks >= 0
    opens = positions(marked)
    places = np.arange(len(words)) + marked.cumsum()
    whole = np.empty(len(words) + len(opens), dtype=np.int64)
    whole[places] = words
    whole[places.take(opens) - 1] = marks.take(opens)
    return IdSequence(whole, places)


@derived
def word_surprisal(tokens: Tokens) -> Surprisal:
    """What the shipped model says of each word of an article; the whole batch is scored at once.

    >>> text = "The minister said on Monday that tight boundaries were drawn."
    >>> surprisal = word_surprisal(Tokens(text))
    >>> bool(surprisal.log10[3] > -0.5), bool(surprisal.unseen[7])
    (False, True)
    """
    batch = tokens.batch
    return slice_article(batch_surprisal(batch), batch.words_from, tokens.number)


@derived
def batch_surprisal(batch: TokenBatch) -> Surprisal:
    """What the shipped model says of all words of a batch."""
    return compute_surprisal(batch, shipped_ngram_model())


def surprisal_by_article(batch: TokenBatch, model: NgramModel) -> list[Surprisal]:
    """Score every word of each of several articles."""
    surprisal = compute_surprisal(batch, model)
    return [slice_article(surprisal, batch.words_from, number) for number in range(len(batch))]


def compute_surprisal(batch: TokenBatch, model: NgramModel) -> Surprisal:
    """Score every word of several articles laid end to end."""
    if not len(batch.begins):
        none = np.empty(0, np.int16)
        nowhere = np.empty(0, np.int64)
        steps = model.costs(nowhere)
        return Surprisal(none, none, nowhere, steps.seen, nowhere, nowhere, steps)
    whole, places = sequence(batch, model)
    before, ids = places - 1, whole.take(places)
    opens = article_starts(batch.words_from, places, whole)[1:-1]
    steps = model.costs(whole, opens[(opens > 0) & (opens < len(whole))] - 1)
    unseen = ~steps.seen.take(before)
    unseen &= whole.take(before) > BREAK_ID
    costs = steps.cost.take(before), model.unigram_cost.take(ids)
    return Surprisal(*costs, ids, unseen, whole, places, steps)


def article_starts(words_from: Ids, places: Ids, whole: Ids) -> Ids:
    """Where each article begins in the whole sequence, and its end, shape (n_articles + 1,)."""
    # Every article opens with a start, which no article before it leads to.
    return np.concatenate([places - 1, [len(whole)]])[words_from]


def slice_article(surprisal: Surprisal, words_from: Ids, number: int) -> Surprisal:
    """The part of one article of a batch."""
    first, last = words_from[number : number + 2].tolist()
    begin = int(surprisal.places[first]) - 1 if first < last else 0
    end = int(surprisal.places[last]) - 1 if last < len(surprisal.places) else len(surprisal.whole)
    end = end if first < last else begin
    return Surprisal(
        surprisal.cost[first:last],
        surprisal.unigram_cost[first:last],
        surprisal.ids[first:last],
        surprisal.unseen[first:last],
        surprisal.whole[begin:end],
        surprisal.places[first:last] - begin,
        surprisal.steps.between(begin, max(end - 1, begin)),
    )
