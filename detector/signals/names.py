"""Names of places and bodies: two spellings of one place, forms of other languages, spun names.

An engine carries over the spelling of the language it translates from. One article that says
"Boucha" and "Bukha", or "Kyiv" and "Kiev", was put together from more than one language, or
by an engine that does not know that both are one town. Newsrooms mix spellings too: in
quotations, in names of clubs and dishes, and where they explain the older form. Those are left
alone, and two spellings never decide by themselves.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from detector.resources.tables import read_columns, read_table
from detector.signals.context import is_mention
from detector.signals.phrase_matcher import is_whole, phrase, phrases_in
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.text.derived import derived
from detector.text.tokens import Tokens
from detector.text.word_properties import InWordList, WordProperty

# Spellings that English newsrooms print; a form of another language is not among them.
ENGLISH_FORMS = frozenset(("English", "Ukrainian", "Russian"))
# Words with a capital that are no part of a name: titles before a place and days after it
# anywhere, others only where they open a sentence ("To Kyiv", but "The Night Train To Kiev").
RANKS = frozenset(
    """president minister mayor governor ambassador monday tuesday wednesday thursday friday
    saturday sunday""".split()
)
SENTENCE_OPENING_WORDS = frozenset(
    """in at to from near of and the a for by with on but as since after before outside around
    when while if it eastern western northern southern central""".split()
)
# "Kiev (Kyiv)", "Lvov, now Lviv", "known as Kiev": the article explains the other form.
EXPLAINED = frozenset(
    """formerly previously once now called known spelled spelt spelling spellings historically
    aka then renamed""".split()
)
# "Kharkov in Russian".
IN_RUSSIAN = [["in", "russian"], ["in", "ukrainian"], ["in", "german"], ["in", "polish"]]


class PlaceForm(NamedTuple):
    """What the table says of one form: the place it names and the language it comes from."""

    form: str
    place: str
    language: str


@cache
def place_forms() -> dict[str, PlaceForm]:
    """Printed word to place, from ``data/places.tsv``; possessives are words of their own."""
    columns = read_columns("places")
    table = {}
    for known in map(PlaceForm, columns["form"], columns["place"], columns["language"]):
        table[known.form] = table[known.form + "'s"] = table[known.form + "’s"] = known
    return table


# What a mark against a desk's own list of spellings says.
HOUSE_STYLE = "the desk's own style prefers another spelling"


def spelt_as(*languages: str) -> WordProperty:
    """Whether a word is one of these languages' form of a place that has forms of others."""
    return InWordList(
        lambda: frozenset(
            form
            for form, known in place_forms().items()
            if known.language in languages and known.place in shared_places()
        )
    )


@cache
def shared_places() -> frozenset[str]:
    """The places that English newsrooms print in the manner of two languages."""
    spelt: dict[str, set[str]] = {}
    for known in place_forms().values():
        if known.language in ENGLISH_FORMS:
            spelt.setdefault(known.place, set()).add(known.language)
    return frozenset(place for place, languages in spelt.items() if len(languages) > 1)


NAMES_PLACE = InWordList(place_forms)


@derived
def place_mentions(tokens: Tokens) -> list[tuple[int, PlaceForm]]:
    """Which words of the running text name which places, once for both signals.

    Forms inside quotations, addresses and longer names (Dynamo Kiev, Chicken Kiev,
    Lugansk People's Republic) do not count, nor forms that the article itself explains.
    """
    table = place_forms()
    named = tokens.indices_with(NAMES_PLACE)
    if not named or not can_mix({table[tokens.words[index]] for index in named}):
        return []
    return [(i, table[tokens.words[i]]) for i in named if is_running_text(tokens, i)]


FOREIGN_FORM = word(
    InWordList(
        lambda: frozenset(
            form for form, known in place_forms().items() if known.language not in ENGLISH_FORMS
        )
    )
)
# A form of another language, or those of two languages that English newsrooms print.
TWO_LANGUAGES = FOREIGN_FORM | (
    word(spelt_as("English", "Ukrainian"))
    & word(spelt_as("Ukrainian", "Russian"))
    & word(spelt_as("Russian", "English"))
)


def can_mix(known: set[PlaceForm]) -> bool:
    """Whether a form of another language is among these, or two forms of one place."""
    if any(place.language not in ENGLISH_FORMS for place in known):
        return True
    return len({place.place for place in known}) < len(known)


def is_running_text(tokens: Tokens, index: int) -> bool:
    """Whether the place is named as a place: not quoted, not in an address, a name or a gloss."""
    before, end = tokens.gap(index), tokens.word_span(index).end
    after = tokens.gap(index + 1) if index + 1 < tokens.word_count else tokens.text[end:]
    if before[-1:] in ("/", "@", "#", "(", "[", "_") or after[:1] in ("/", ")", "@", "_"):
        return False
    if before.endswith((" or ", "/ ", "(")) or tokens.in_quote(tokens.starts[index]):
        return False
    around = tokens.lowered[max(0, index - 3) : index + 2]
    if not EXPLAINED.isdisjoint(around) or tokens.lowered[index + 1 : index + 3] in IN_RUSSIAN:
        return False
    return not (extends_name(tokens, index - 1, before) or extends_name(tokens, index + 1, after))


def extends_name(tokens: Tokens, neighbour: int, gap: str) -> bool:
    """Whether a neighbouring word makes the place a part of a longer name."""
    if not 0 <= neighbour < tokens.word_count or gap not in (" ", "-", "\xa0"):
        return False
    word = tokens.lowered[neighbour]
    if not tokens.words[neighbour][0].isupper() or word in RANKS:
        return False
    if word not in SENTENCE_OPENING_WORDS:
        return True
    sentence = tokens.sentence_at(tokens.starts[neighbour])
    return sentence is None or sentence.first != neighbour


def find_mixed_spellings(tokens: Tokens) -> Iterator[Mark]:
    """The first mention of each form of a place that is spelt in two languages."""
    places_found: dict[str, dict[PlaceForm, int]] = {}
    for index, place in place_mentions(tokens):
        places_found.setdefault(place.place, {}).setdefault(place, index)
    for spelt in places_found.values():
        if len({place.language for place in spelt}) > 1:
            note = "; ".join(f"{place.form}: {place.language}" for place in spelt)
            yield from (mark(tokens, index, place, note) for place, index in spelt.items())


def find_foreign_forms(tokens: Tokens) -> Iterator[Mark]:
    """The first mention of each form that no English newsroom prints."""
    seen: set[str] = set()
    for index, place in place_mentions(tokens):
        if place.language not in ENGLISH_FORMS and place.form not in seen:
            seen.add(place.form)
            yield mark(tokens, index, place, f"{place.place}: {place.language}")


def mark(tokens: Tokens, index: int, place: PlaceForm, note: str) -> Mark:
    """The form alone, without a possessive ending."""
    start = tokens.starts[index]
    return Mark(start, start + len(place.form), note)


def find_spun_names(tokens: Tokens) -> Iterator[Mark]:
    """Names of public people and bodies with a word swapped for its synonym."""
    for number, start, end in phrases_in(tokens, "spun_names"):
        if not is_mention(tokens, start):
            yield Mark(start, end, read_table("spun_names")[number]["meant"])


def house_style_signal(path: Path) -> Signal:
    """A signal made of a desk's own spellings, shown to the editor and never voting.

    Parameters
    ----------
    path : Path
        One rule a line, ``preferred<TAB>avoid`` (or with a comma, for a file that ends in
        ``.csv``), UTF-8; blank lines and lines that begin with ``#`` are skipped.

    Raises
    ------
    ValueError
        Where the file cannot be read, holds no rule, or a line is not two different words.
    """
    preferred = read_house_style(path)
    avoided = list(preferred)
    searcher = AhoCorasick(avoided, matchkind=MatchKind.LeftmostLongest)

    def find(tokens: Tokens) -> Iterator[Mark]:
        # Broken JSON holds halves of emoji (lone surrogates), which the searcher cannot take.
        text = tokens.text.encode("utf-8", "replace").decode("utf-8")
        for number, start, end in searcher.find_matches_as_indexes(text):
            if is_whole(tokens.text, start, end) and not tokens.in_quote(start):
                yield Mark(start, end, f"house style: {preferred[avoided[number]]}")

    return Signal(
        name="house_style",
        cause="names",
        means=HOUSE_STYLE,
        wrongs="names of clubs, dishes and titles that keep the older spelling",
        example=f"The word {avoided[0]} stands here.",
        read=finder(find),
    )


def read_house_style(path: Path) -> dict[str, str]:
    """The spelling to avoid -> the preferred one; see :func:`house_style_signal`."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: cannot be read as a house-style file: {error}") from error
    rules = {}
    mark = "," if path.suffix.lower() == ".csv" else "\t"
    for number, cells in enumerate(csv.reader(lines, delimiter=mark), start=1):
        words = [cell.strip() for cell in cells]
        if not any(words) or words[0].startswith("#") or words == ["preferred", "avoid"]:
            continue
        if len(words) != 2 or not all(words) or words[0] == words[1]:
            expected = "two different spellings, preferred then avoided"
            raise ValueError(f"{path}, line {number}: expected {expected}, found {cells}")
        rules[words[1]] = words[0]
    if not rules:
        raise ValueError(f"{path}: holds no rule; write one per line: preferred<TAB>avoid")
    return rules


SIGNALS = (
    Signal(
        name="place_spellings",
        cause="names",
        means="one place is spelt as in two languages",
        wrongs="small newsrooms that run agency copy of both spellings together",
        example="Shells fell on Bukha at dawn. By noon Boucha was empty.",
        read=finder(find_mixed_spellings, TWO_LANGUAGES),
        weight=1.0,
    ),
    Signal(
        name="foreign_place_name",
        cause="translation",
        means="a place is spelt as in another language",
        wrongs="clubs, firms and songs named after a place in its own language",
        example="The convoy reached Charkiw before dark.",
        read=finder(find_foreign_forms, FOREIGN_FORM),
        weight=2.0,
    ),
    Signal(
        name="spun_name",
        cause="spin",
        means="a word in a well-known name was replaced by a synonym",
        wrongs="jokes and puns on names; a firm that bears such a name",
        example="The vote in the Home of Representatives was close, the World Well being "
        "Organization said.",
        read=finder(find_spun_names, phrase("spun_names")),
        weight=4.0,
    ),
)
