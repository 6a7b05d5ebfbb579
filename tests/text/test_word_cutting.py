"""Texts cut together give what each gives alone; words get the numbers their strings have."""

from __future__ import annotations

from hostility import PIECES
from hypothesis import given
from hypothesis import strategies as st

from detector.text import vocabulary, word_index
from detector.text.concatenated import ConcatenatedTexts
from detector.text.token_batch import TokenBatch
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
    for tokens, text in zip(TokenBatch.of(texts).articles, texts, strict=True):
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
    batch = TokenBatch.of(texts)
    assert [len(tokens.paragraphs) for tokens in batch.articles] == [2, 3, 0, 6, 3]
    assert all(t.paragraphs == Tokens(t.text).paragraphs for t in batch.articles)
    assert batch.paragraphs[:, 4].tolist() == [0, 1, *range(3), *range(6), *range(3)]


def test_articles_cut_apart_make_a_sheaf():
    cut = [Tokens(text) for text in ("“One.” Two.", "", "Three")]
    batch = TokenBatch(cut)
    assert batch.articles == cut and batch.text == "“One.” Two.\n\nThree\n"
    assert batch.words_from.tolist() == [0, 2, 2, 3]
    assert batch.characters_from.tolist() == [0, 12, 13, 19]
    assert TokenBatch(batch.articles[:2]).text == "“One.” Two.\n\n"
    together = TokenBatch.of(["One.", "Two."])
    assert TokenBatch(together.articles).tables is together.tables


def numbers(vocab, *words):
    concatenated = ConcatenatedTexts([" ".join(words)])
    found = vocab.numbers_of(
        concatenated.text, concatenated.laid, concatenated.begins, concatenated.ends
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


def test_an_index_grows():
    vocab = vocabulary.Vocabulary()
    words = [f"w{number}" for number in range(3 * word_index.FIRST_SLOTS // word_index.SPARSENESS)]
    assert numbers(vocab, *words) == numbers(vocab, *words) == [*range(len(words))]
    concatenated = ConcatenatedTexts([" ".join(words)])
    known = vocab._index.find(
        *word_index.packed(concatenated.laid, concatenated.begins, concatenated.ends)
    )
    assert 0.6 * len(words) < (known >= 0).sum() < len(words)


def test_a_book_of_huge_words_is_begun_anew(monkeypatch):
    monkeypatch.setattr(vocabulary, "MOST_LETTERS", 1000)
    pool = vocabulary.VocabularyPool()
    vocab = pool.vocab()
    vocab.numbers(["short", "a" * 900])
    assert pool.vocab() is vocab
    vocab.numbers(["b" * 900])
    assert pool.vocab() is not vocab
