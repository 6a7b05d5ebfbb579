"""The small reader: pieces, one pass, and figures that are finite whatever the text."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from places import ROOT, SAMPLES
from threadpoolctl import threadpool_info

from detector.lm.encoder import (
    ENCODER_FILE,
    FEWEST_PIECES,
    FIGURE_NAMES,
    PIECES,
    REPLACED,
    TYPICAL,
    Encoder,
    gelu,
    normalised,
)
from detector.lm.word_pieces import LONGEST_WORD, WordPieces

SOUND = (SAMPLES / "17_dam-release.txt").read_text("utf-8")
PIECES_OF = {"[UNK]": 0, "un": 1, "##tie": 2, "##d": 3, "the": 4, "kn": 5, "##ot": 6, ".": 7}


@pytest.fixture(scope="module")
def encoder():
    return Encoder(ROOT / "models" / ENCODER_FILE)


def test_words_are_cut_greedily_and_each_piece_knows_its_word():
    ids, spans = WordPieces(PIECES_OF).encode("The knot. Untied", 4, 99)
    assert ids == [5, 6, 7, 1, 2, 3]
    assert spans == [(4, 8), (4, 8), (8, 9), (10, 16), (10, 16), (10, 16)]


def test_what_cannot_be_cut_is_one_unknown_piece():
    encode = WordPieces(PIECES_OF).encode
    assert encode("knotty", 0, 9)[0] == [0]
    assert encode("un" + "tied" * LONGEST_WORD, 0, 9)[0] == [0]


def test_rows_are_normalised_and_gelu_is_that_of_the_source():
    rows = np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 8.0]], np.float32)
    found = normalised(rows, np.float32(2), np.float32(1))
    assert np.allclose(found.mean(axis=1), 1, atol=1e-5)
    assert np.allclose(found.std(axis=1), 2, atol=1e-4)
    assert np.allclose(gelu(np.array([-1.0, 0.0, 2.0])), [-0.1588, 0.0, 1.9546], atol=1e-4)


def test_a_word_put_in_the_place_of_another_stands_out(encoder):
    odd = SOUND.replace("water", "dampness")
    reading = encoder.read(odd)
    words = [odd[start:end] for start, end in reading.spans]
    replaced = reading.log_odds[:-1, REPLACED]
    own = np.array([word == "dampness" for word in words])
    assert own.any() and replaced[own].mean() > np.median(replaced) + 1
    assert (reading.figures > encoder.read(SOUND).figures)[[0, 1, 4]].all()


@pytest.mark.parametrize("text", [
    "", "a", "\ud800 lone", "水" * 3000, "x" * 300_000, "<|endoftext|> " * 10_000, "[SEP] " * 500,
    "word " * 400_000, "٣" * 200, "\u0301" * 2_000_000,
])  # fmt: skip
def test_whatever_the_text_figures_are_finite_and_the_cost_is_bounded(encoder, text):
    begun = time.process_time()
    reading = encoder.read(text)
    assert time.process_time() - begun < 3
    assert len(reading.spans) <= PIECES
    assert reading.figures.shape == (len(FIGURE_NAMES),) and np.isfinite(reading.figures).all()
    if len(reading.spans) < FEWEST_PIECES:
        assert reading.figures.tolist() == list(TYPICAL)


def test_many_threads_read_the_same_and_leave_the_threads_of_others_alone(encoder):
    counts = [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]
    alone = encoder.read(SOUND).log_odds
    with ThreadPoolExecutor(8) as pool:
        together = [*pool.map(lambda _: encoder.read(SOUND).log_odds, range(24))]
    assert all(np.array_equal(one, alone) for one in together)
    assert counts == [o["num_threads"] for o in threadpool_info() if o["user_api"] == "blas"]


def test_no_mark_of_the_vocabulary_is_read_from_text(encoder):
    ids, _ = encoder._pieces.encode("[CLS] [SEP] [PAD]", 0, 99)
    assert not {encoder._begin, encoder._end} & set(ids)
