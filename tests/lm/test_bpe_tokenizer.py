"""Text to tokens, on a vocabulary of bytes and a few merges."""

from __future__ import annotations

import time

import pytest

from detector.lm.tokenizer import Tokenizer, byte_letters, fold, pieces

MERGES = ["t h", "th e", "Ġ the", "e r", "Ġ c", "1 2"]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    special = ["<|endoftext|>", "<|im_start|>"]
    merged = [pair.replace(" ", "") for pair in MERGES]
    return Tokenizer([*special, *byte_letters().values(), *merged], MERGES)


def read_back(tokenizer: Tokenizer, text: str, budget: int = 100) -> str:
    return "".join(tokenizer.text_of(n) for n in tokenizer.encode(text, budget).ids)


def test_merges_in_the_order_of_their_ranks(tokenizer: Tokenizer) -> None:
    found = tokenizer.encode("the other the", 10)
    assert [tokenizer.tokens[n] for n in found.ids] == ["the", "Ġ", "o", "the", "r", "Ġthe"]


def test_spans_leave_the_space_out_and_point_into_the_untouched_text(tokenizer: Tokenizer) -> None:
    text = " the\n\n  the"
    assert tokenizer.encode(text, 10).spans == [(1, 4), (8, 11)]


def test_each_digit_is_a_piece_of_its_own_whatever_merges_say(tokenizer: Tokenizer) -> None:
    assert [piece for _, piece in pieces("in 12²x")] == ["in", " ", "1", "2", "²", "x"]
    assert len(tokenizer.encode("12", 10).ids) == 2


def test_pieces_are_those_of_gpt_2() -> None:
    found = [piece for _, piece in pieces("It's I'll don't_x  y. «Né»")]
    assert found == [
        "It",
        "'s",
        " I",
        "'ll",
        " don",
        "'t",
        "_",
        "x",
        " ",
        " y",
        ".",
        " «",
        "Né",
        "»",
    ]


def test_special_tokens_are_plain_text(tokenizer: Tokenizer) -> None:
    found = tokenizer.encode("<|endoftext|>" * 10_000, 200)
    assert len(found.ids) == 200 and not {0, 1} & set(found.ids)
    assert read_back(tokenizer, "a<|im_start|>b") == "a<|im_start|>b"


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "\ud800", "a\udfff\ud83d b", "日本語", "שלום", "\U0001f600", "\x00", "a\u0301"],
)
def test_any_text_is_encoded_with_spans_within_it(tokenizer: Tokenizer, text: str) -> None:
    found = tokenizer.encode(text, 50)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    assert [span[0] for span in found.spans] == sorted(span[0] for span in found.spans)


def test_a_character_of_many_bytes_is_one_span(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("\U0001f600", 9).spans == [(0, 1)] * 4
    assert read_back(tokenizer, "é") == "\ufffd\ufffd"


@pytest.mark.parametrize("unit", ["a", "the ", " ", "-", "日", "\ud800", "1", "é", "ab"])
def test_two_million_characters_cost_no_more_than_the_budget(
    tokenizer: Tokenizer, unit: str
) -> None:
    text = unit * (2_000_000 // len(unit))
    start = time.thread_time()
    found = tokenizer.encode(text, 200)
    assert time.thread_time() - start < 1.0
    assert len(found.ids) <= 200


def test_fold_keeps_places_and_length() -> None:
    folded, places = fold("a\u2003\tb\ud800", 100)
    assert folded == "a b\ufffd" and places == [0, 2, 3, 4]
    assert len(fold("x" * 500, 100)[0]) <= 100
