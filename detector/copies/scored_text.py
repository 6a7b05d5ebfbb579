"""A text of a story, scored word by word by a model of edited news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.aligned_text import EncodedText
from detector.copies.phonetic_keys import hash_code
from detector.english.lexicon import zipfs_of
from detector.ngrams.ngram_model import NgramModel
from detector.ngrams.surprisal import Surprisal, shipped_ngram_model, surprisal_by_article
from detector.text.arrays import Floats
from detector.text.tokens import Tokens, batch_of, tokenize
from detector.text.word_properties import ManyWords

# What an engine or a spinner leaves of ``a`` and ``an`` when it changes the word behind it.
ARTICLE_RE = re.compile(r"\b(?:a [aeio]\w|an [b-df-gj-np-tv-z]\w)", re.IGNORECASE)
# An odder word than one in ten million says no more than that (the n-gram model's own floor is 8).
MOST_SURPRISE = 7.0

# A number for each word that no paper of the word table printed, names misspelt and words glued;
# 0 for the others.
UNKNOWN = ManyWords(
    lambda words: [
        0 if frequency or not word.isalpha() else 1 + hash_code("unknown", word)
        for word, frequency in zip(words, zipfs_of(words).tolist(), strict=True)
    ],
    np.int64,
)


class ScoredText(NamedTuple):
    """A text as it is compared: its words, and how odd each is to a model of edited news.

    ``running`` adds up ``log10`` up to each word, from 0, shape (n_words + 1,). ``oddness`` holds
    what makes a text odd, (5,): surprise and unseen words, wrong articles, sentences that begin
    small and words that no paper printed, all per word or sentence.
    """

    encoded: EncodedText
    log10: NDArray[np.float32]
    running: Floats
    oddness: Floats

    @property
    def tokens(self) -> Tokens:
        """The words."""
        return self.encoded.tokens


def read(text: str, model: NgramModel | None = None) -> ScoredText:
    """Cut a text and score it with the model; all shares are per word or sentence."""
    return score_texts([text], model)[0]


def score_texts(texts: Sequence[str], model: NgramModel | None = None) -> list[ScoredText]:
    """The same for some texts at once, which takes the model half of the time."""
    articles = tokenize(texts)
    surprise = surprisal_by_article(batch_of(articles), model or shipped_ngram_model())
    return [read_with(tokens, one) for tokens, one in zip(articles, surprise, strict=True)]


def read_with(tokens: Tokens, surprise: Surprisal) -> ScoredText:
    """A text with what the model said of it."""
    starts = [tokens.text[sentence.start] for sentence in tokens.sentences if sentence.prose]
    count = max(tokens.word_count, 1)
    encoded = EncodedText(tokens)
    unknown = tokens.word_properties(UNKNOWN)
    log10 = np.maximum(surprise.log10, -MOST_SURPRISE)
    return ScoredText(
        encoded,
        log10,
        np.concatenate([[0.0], np.cumsum(log10, dtype=np.float64)]),
        np.array(
            [
                -mean(log10),
                mean(surprise.unseen),
                len(ARTICLE_RE.findall(tokens.text)) / count,
                sum(letter.islower() for letter in starts) / max(len(starts), 1),
                len(np.unique(unknown[unknown > 0])) / count,
            ]
        ),
    )


def mean(values: NDArray[np.floating] | NDArray[np.bool_]) -> float:
    """The mean; 0 of nothing."""
    return float(values.mean()) if len(values) else 0.0
