"""Texts cut together give what each gives alone; words get the numbers their strings have."""

from __future__ import annotations

from hostility import PIECES
from hypothesis import given
from hypothesis import strategies as st

from detector.text import vocabulary, word_index
from detector.text.concatenated import Galley
from detector.text.token_batch import Sheaf
from detector.text.tokens import Tokens

SCRAPS = [*".!?…\"“”‘’'«»„‹›(),-\n\t $%_", "\n\n", "\r\n", "\u2028", ". ", "? ", ".” ", "’s "]
SCRAPS += [
    "Mr",
    "U.S",
    "p.m",
    "inc",
    "A",
    "the",
    "Foo",
    " bar",
    "12",
    "3.5",
    "Łódź",
    "中",
    "𝐀",
    "Ⓐ",
]
SCRAPS += ["x" * 16, "y" * 17, "\0", "\x92", "\ud800", *PIECES[:20]]
TEXTS = st.lists(
    st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join), min_size=2, max_size=5
)
TOLD = "words starts stops lowered paragraphs sentences quotes capitals figures marks characters"


@given(TEXTS)
def test_texts_cut_together_are_cut_as_alone(texts):
    for tokens, text in zip(Sheaf.of(texts).articles, texts, strict=True):
        alone = Tokens(text)
        for name in TOLD.split():
            assert getattr(tokens, name) == getattr(alone, name), name
        assert tokens.characters == frozenset(text)


def wrapped(width):
    words = ("The council voted late on Tuesday to close the old ferry landing " * 12).split()
    lines = [" ".join(words[at : at + width]) for at in range(0, len(words), width)]
    return "\n".join(lines) + "\n\nThe mayor was not there.\n\n“So be it,” she said."


def test_hard_wrapped_texts_among_others():
    texts = ["One.\nTwo.", wrapped(12), "", wrapped(40), wrapped(12).replace("\n", "\r\n")]
    sheaf = Sheaf.of(texts)
    assert [len(tokens.paragraphs) for tokens in sheaf.articles] == [2, 3, 0, 6, 3]
    assert all(t.paragraphs == Tokens(t.text).paragraphs for t in sheaf.articles)
    assert sheaf.paragraphs[:, 4].tolist() == [0, 1, *range(3), *range(6), *range(3)]


def test_articles_cut_apart_make_a_sheaf():
    cut = [Tokens(text) for text in ("“One.” Two.", "", "Three")]
    sheaf = Sheaf(cut)
    assert sheaf.articles == cut and sheaf.text == "“One.” Two.\n\nThree\n"
    assert sheaf.words_from.tolist() == [0, 2, 2, 3]
    assert sheaf.characters_from.tolist() == [0, 12, 13, 19]
    assert Sheaf(sheaf.articles[:2]).text == "“One.” Two.\n\n"
    together = Sheaf.of(["One.", "Two."])
    assert Sheaf(together.articles).pieces is together.pieces


def numbers(book, *words):
    galley = Galley([" ".join(words)])
    found = book.numbers_of(galley.text, galley.laid, galley.begins, galley.ends)
    assert [list(book)[number] for number in found] == list(words)
    return found.tolist()


def test_words_get_the_numbers_of_their_strings():
    book = vocabulary.Wordbook()
    alike = ["a" * 15, "a" * 16, "a" * 17, "a" * 18, "don’t", "don't", "donât", "Łódź", "Lódz", "ÿ"]
    assert numbers(book, *alike, *alike) == [*range(10), *range(10)]
    assert numbers(book, *reversed(alike)) == [*range(10)][::-1]
    assert book.numbers(alike).tolist() == [*range(10)]


def test_words_that_share_a_slot_are_told_apart(monkeypatch):
    monkeypatch.setattr(word_index, "SALTS", word_index.SALTS * 0)
    book = vocabulary.Wordbook()
    words = [f"w{number}" for number in range(300)]
    assert numbers(book, *words) == numbers(book, *words) == [*range(300)]


def test_an_index_grows():
    book = vocabulary.Wordbook()
    words = [f"w{number}" for number in range(3 * word_index.FIRST_SLOTS // word_index.SPARSENESS)]
    assert numbers(book, *words) == numbers(book, *words) == [*range(len(words))]
    galley = Galley([" ".join(words)])
    known = book._index.find(*word_index.packed(galley.laid, galley.begins, galley.ends))
    assert 0.6 * len(words) < (known >= 0).sum() < len(words)


def test_a_book_of_huge_words_is_begun_anew(monkeypatch):
    monkeypatch.setattr(vocabulary, "MOST_LETTERS", 1000)
    shelf = vocabulary.Shelf()
    book = shelf.book()
    book.numbers(["short", "a" * 900])
    assert shelf.book() is book
    book.numbers(["b" * 900])
    assert shelf.book() is not book
