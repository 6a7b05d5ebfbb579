"""Texts cut together give what each gives alone; words get the numbers their strings have."""

from __future__ import annotations

import numpy as np
import pytest
from hostility import PIECES
from hypothesis import given
from hypothesis import strategies as st

from detector.text import vocabulary, word_index
from detector.text.concatenated import ConcatenatedTexts
from detector.text.tokens import Tokens, batch_of, tokenize

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
    for tokens, text in zip(tokenize(texts), texts, strict=True):
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
    articles = tokenize(texts)
    assert [len(tokens.paragraphs) for tokens in articles] == [2, 3, 0, 6, 3]
    assert all(t.paragraphs == Tokens(t.text).paragraphs for t in articles)
    assert batch_of(articles).paragraphs[:, 4].tolist() == [0, 1, *range(3), *range(6), *range(3)]


def test_articles_cut_apart_make_a_batch():
    batch = batch_of([Tokens(text) for text in ("“One.” Two.", "", "Three")])
    assert batch.text == "“One.” Two.\n\nThree\n"
    assert batch.words_from.tolist() == [0, 2, 2, 3]
    assert batch.characters_from.tolist() == [0, 12, 13, 19]
    together = tokenize(["One.", "Two."])
    assert batch_of(together) is together[0].batch
    assert batch_of(together[:1]).text == "One.\n"
    assert batch_of(together[::-1]).text == "Two.\nOne.\n"
    assert len(batch_of([])) == 0


def numbers(vocab, *words):
    concatenated = ConcatenatedTexts([" ".join(words)])
    found = vocab.numbers_of(
        concatenated.text, concatenated.windows_1252, concatenated.begins, concatenated.ends
    )
    assert [list(vocab)[number] for number in found] == list(words)
    return found.tolist()


def test_words_get_the_numbers_of_their_strings():
    vocab = vocabulary.Vocabulary()
    alike = ["a" * 15, "a" * 16, "a" * 17, "a" * 18, "don’t", "don't", "donât", "Łódź", "Lódz", "ÿ"]
    assert numbers(vocab, *alike, *alike) == [*range(10), *range(10)]
    assert numbers(vocab, *reversed(alike)) == [*range(10)][::-1]
    assert vocab.numbers(alike).tolist() == [*range(10)]


def test_words_that_share_a_slot_are_told_apart(monkeypatch):
    monkeypatch.setattr(word_index, "SALTS", word_index.SALTS * 0)
    vocab = vocabulary.Vocabulary()
    words = [f"w{number}" for number in range(300)]
    assert numbers(vocab, *words) == numbers(vocab, *words) == [*range(300)]


def test_an_index_grows(monkeypatch):
    # How many words find a slot depends on the salts, which are drawn anew in each process.
    salts = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], np.uint64)
    monkeypatch.setattr(word_index, "SALTS", salts)
    vocab = vocabulary.Vocabulary()
    words = [f"w{number}" for number in range(3 * word_index.FIRST_SLOTS // word_index.SPARSENESS)]
    assert numbers(vocab, *words) == numbers(vocab, *words) == [*range(len(words))]
    concatenated = ConcatenatedTexts([" ".join(words)])
    known = vocab._index.find(
        *word_index.packed(concatenated.windows_1252, concatenated.begins, concatenated.ends)
    )
    assert 0.6 * len(words) < (known >= 0).sum() < len(words)


@pytest.mark.parametrize("kind", ["words", "gaps"])
def test_a_vocabulary_of_huge_words_is_begun_anew(monkeypatch, kind):
    monkeypatch.setattr(vocabulary, "MAX_CHARACTERS", 1000)
    pool = vocabulary.VocabularyPool()
    vocab = getattr(pool, kind)
    vocab.numbers(["short", "a" * 900])
    assert getattr(pool, kind) is vocab
    vocab.numbers(["b" * 900])
    assert getattr(pool, kind) is not vocab


@pytest.mark.parametrize("kind", ["words", "gaps"])
def test_a_vocabulary_of_many_entries_is_begun_anew(kind):
    pool = vocabulary.VocabularyPool(max_entries=2)
    vocab = getattr(pool, kind)
    vocab.numbers(["one", "two"])
    assert getattr(pool, kind) is vocab
    vocab.numbers(["three"])
    assert getattr(pool, kind) is not vocab
