"""Words run together: ``Putinalthough``, ``readyand``, ``UkraineIf``.

Translation plugins drop the space beside a link or a tag that they masked; extractors lose
it where one element ends and the next begins. The glued token is no word, and falls into a word or
name and a word of grammar, which names and brands (Anderson, Beckwith, LinkedIn, DeSantis)
also seem to do. So the whole must be unknown and stand once only, the words of grammar are
those that end hardly any name, and what stands before them must be common or a known name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from detector.causes import CauseKey
from detector.english.lexicon import OfUnknown
from detector.signals.context import is_about_code
from detector.signals.prefilter import word as any_word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.token_splitting import ArticleWords, are_glued, split
from detector.signals.word_edges import character_after, first_character, one_of
from detector.text.arrays import Ids
from detector.text.derived import derived
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens


class GluedToken(NamedTuple):
    """A glued token: the number of its word, and how many letters stand before the lost space."""

    place: int
    cut: int
    kind: str


GLUABLE = OfUnknown(are_glued)
UNFREE_BEFORE, UNFREE_AFTER = "@#/._-=&\\%~", "@/_=-\\"


@derived
def find_splits(tokens: Tokens) -> list[GluedToken]:
    """Every glued token of the article; one walk serves all signals of this family."""
    article_words = ArticleWords(tokens.prints, tokens.holds, tokens.text)
    cuts = [
        (index, split(tokens.word(index), article_words)) for index in tokens.indices_with(GLUABLE)
    ]
    glued_tokens = [GluedToken(at, *cut) for at, cut in cuts if cut and stands_free(tokens, at)]
    if not glued_tokens or is_about_code(tokens):
        return []
    times = Counter(tokens.lowered)
    return [one for one in glued_tokens if times[tokens.lowered[one.place]] == 1]


def stands_free(tokens: Tokens, index: int) -> bool:
    """Whether a token is no piece of an address, a handle, a hashtag or a compound."""
    start, end = tokens.word_span(index)
    before, after = tokens.text[max(0, start - 1) : start], tokens.text[end : end + 2]
    if before and before in UNFREE_BEFORE:
        return False
    return after[:1] not in tuple(UNFREE_AFTER) and not (after[:1] == "." and after[1:].isalnum())


def may_stand_free(batch: TokenBatch, words: Ids) -> Ids:
    """The words with no sign of an address or a compound beside them."""
    before, after = first_character(batch, words, -1), character_after(batch, words)
    return words[~one_of(before, UNFREE_BEFORE) & ~one_of(after, UNFREE_AFTER)]


def marks(tokens: Tokens, *kinds: str) -> Iterator[Mark]:
    """The marks of some kinds of glue, the split shown: ``Putin|although``."""
    for place, cut, kind in find_splits(tokens):
        if kind in kinds:
            start, end = tokens.word_span(place)
            note = f"{tokens.text[start : start + cut]}|{tokens.text[start + cut : end]}"
            cause: CauseKey | None = "scrape" if kind == "break" else None
            yield Mark(start, end, note, cause or place_cause(tokens, place))


def place_cause(tokens: Tokens, index: int) -> CauseKey | None:
    """``scrape`` at datelines, menus and the edges of paragraphs, None inside prose."""
    sentence = tokens.sentence_at(tokens.starts[index])
    if sentence is None or not sentence.prose:
        return "scrape"
    paragraph = tokens.paragraphs[sentence.paragraph]
    return "scrape" if index in (paragraph.first, paragraph.last - 1) else None


GLUED = any_word(GLUABLE, may_stand_free)

SIGNALS = (
    Signal(
        name="glued_name",
        cause="translation",
        means="a name and the next word are run together",
        wrongs="a rare name that happens to end like a function word",
        example="President Vladimir Putinalthough not giving up met his generals on Monday.",
        read=finder(lambda tokens: marks(tokens, "name"), GLUED),
        weight=3.0,
    ),
    Signal(
        name="glued_lower",
        cause="translation",
        means="two words are run together",
        wrongs="pages whose links lost a space when they were extracted",
        example="The army said that it was readyand waiting for the order to leave.",
        read=finder(lambda tokens: marks(tokens, "word"), GLUED),
        weight=1.5,
    ),
    Signal(
        name="glued_small",
        cause="translation",
        means="a word and a two-letter word are run together",
        wrongs="pages whose links lost a space, and rare words that end in to or on",
        example="The chief of the alliance willon Thursday meet the ministers of defence.",
        read=finder(lambda tokens: marks(tokens, "small"), GLUED),
        weight=1.0,
    ),
    Signal(
        name="glued_camel",
        cause="translation",
        means="a word and the start of the next sentence are run together",
        wrongs="firms that write a capital inside their name",
        example="The conflict must not spread beyond UkraineIf it does then all of us will lose.",
        read=finder(lambda tokens: marks(tokens, "camel", "break"), GLUED),
        weight=2.5,
    ),
)
