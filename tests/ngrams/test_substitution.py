"""Words beside their synonyms: what a spinner printed, and what news would have printed."""

from __future__ import annotations

import numpy as np
import pytest

from detector.ngrams.lexical_statistics import quoted_words
from detector.ngrams.substitutes import rivals
from detector.ngrams.substitution import (
    SUBSTITUTION_FEATURES,
    batch_substitution_scores,
    substitution_features,
    substitution_scores,
)
from detector.ngrams.surprisal import shipped_ngram_model
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.training.synthesis.substitution_table import packed
from detector.training.synthesis.thesaurus import WORDNET

EDITED = (
    "Police used tear gas on the crowd on Sunday night. The man was hurt in a car crash and "
    "returned home after three years. The prime minister said the country would raise spending "
    "on the health service, and the building trade would get a tax cut."
)
SPUN = (
    "Police used tear gasoline on the crowd on Sunday night. The man was hurt in an automobile "
    "crash and returned house after three yrs. The prime pastor stated the nation would raise "
    "outlay on the health service, and the building trade would get a tax cut."
)


def contested(text):
    """Word to (best rival, odds)."""
    tokens = Tokens(text)
    found = substitution_scores(tokens)
    model = shipped_ngram_model()
    return {
        tokens.words[word]: (model.word_of(int(best)), float(odds))
        for word, best, odds in zip(found.words, found.best, found.odds, strict=True)
    }


def figures(text):
    batch = TokenBatch([text])
    found = substitution_features(batch, quoted_words(batch), batch_substitution_scores(batch))
    return dict(zip(SUBSTITUTION_FEATURES, found[:, 0], strict=True))


@pytest.mark.parametrize(
    ("word", "rival"),
    [("gasoline", "gas"), ("house", "home"), ("yrs", "years"), ("pastor", "minister")],
)
def test_the_word_that_news_prints_wins(word, rival):
    best, odds = contested(SPUN)[word]
    assert best == rival
    assert odds < -3.0


def test_an_edited_word_holds_its_place():
    assert contested(EDITED)["home"][1] > 0
    edited, spun = (figures(text)["outdone_beyond_100"] for text in (EDITED, SPUN))
    assert edited < spun / 3


def test_shares_never_exceed_one():
    tokens = Tokens(EDITED + " " + SPUN)
    found = substitution_scores(tokens)
    assert (found.share <= 0).all()
    assert (found.share <= found.odds + 1e-9).all()


@pytest.mark.parametrize("text", ["", "Stop.", "Home again.", "12 14", "Kyiv"])
def test_short_texts_have_figures(text):
    assert np.isfinite(list(figures(text).values())).all()


def test_names_have_no_rivals():
    assert "House" not in contested("He spoke to the House on Sunday. They were at home.")


@pytest.mark.parametrize(
    ("british", "american"),
    [("organised", "organized"), ("centre", "center"), ("defence", "defense"), ("labour", "labor")],
)
def test_a_spelling_is_no_rival(british, american):
    assert american not in rivals_of(british)
    assert british not in rivals_of(american)


def rivals_of(word):
    model = shipped_ngram_model()
    words, own, counts, ids = rivals(model)
    last = counts.cumsum()[words.index(word)]
    row = ids[last - counts[words.index(word)] : last]
    assert len(row) and (row >= 0).all()
    return [words[own.tolist().index(number)] for number in row]


def test_a_packed_table_says_what_the_table_said(tmp_path):
    table = {"edifice": ["building", "home"], "home": ["house"], "naïve": ["simple"]}
    (tmp_path / "rivals.npz").write_bytes(packed(table))
    with np.load(tmp_path / "rivals.npz") as arrays:
        words = arrays["words"].tobytes().decode().split("\n")
        rows = np.split(arrays["rivals"], arrays["counts"].cumsum()[:-1])
    read = {word: [words[at] for at in row] for word, row in zip(words, rows, strict=True)}
    assert {word: row for word, row in read.items() if row} == table
    assert packed(table) == packed(dict(reversed(table.items())))


def test_the_table_is_what_the_command_makes(tmp_path):
    if not WORDNET.exists():
        pytest.skip("the Debian package wordnet-base is absent")
    pytest.importorskip("lemminflect")
    from detector.training.synthesis.substitution_table import synonymous_forms
    from detector.training.synthesis.thesaurus import read_wordnet

    assert "edifices" in set(synonymous_forms("buildings", read_wordnet()))
    assert "boundaries" in set(synonymous_forms("bounds", read_wordnet()))
