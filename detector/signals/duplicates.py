"""Sentences, paragraphs and headlines printed twice.

Pages print a standfirst, a caption or a pull quote again, and scrapers keep both; engines translate
what stands twice twice. Human translations hold as many copies as machine ones, so
copies are the scraper's and never vote on translation.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.ngrams.ngram_model import SPREADER
from detector.signals.prefilter import Prefilter, batch_condition
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_pairs import hash_sums
from detector.text.arrays import Flags, Ids
from detector.text.derived import derived
from detector.text.token_batch import (
    FIRST_WORD,
    IS_PROSE,
    LAST_WORD,
    PARAGRAPH_NUMBER,
    SPAN_END,
    SPAN_START,
    TokenBatch,
)
from detector.text.tokens import Tokens

# Shorter sentences and paragraphs come back by chance ("The police denied it."); found by
# looking at clean articles.
SHORTEST_SENTENCE, SHORTEST_PARAGRAPH, SHORTEST_HEADLINE = 8, 12, 3
# Paragraphs in which a page prints its headline and standfirst, looked up on scraped pages.
HEADLINE_PARAGRAPHS = 4


@derived
def copied_paragraphs(tokens: Tokens) -> list[int]:
    """The numbers of the paragraphs that print an earlier one again."""
    seen: set[str] = set()
    copies = []
    for number, paragraph in enumerate(tokens.paragraphs):
        if paragraph.last - paragraph.first >= SHORTEST_PARAGRAPH:
            printed = tokens.text[paragraph.start : paragraph.end]
            if printed in seen:
                copies.append(number)
            seen.add(printed)
    return copies


def find_paragraphs(tokens: Tokens) -> Iterator[Mark]:
    """Yield second printings of a paragraph."""
    for number in copied_paragraphs(tokens):
        paragraph = tokens.paragraphs[number]
        yield Mark(paragraph.start, paragraph.end, "printed before")


def find_sentences(tokens: Tokens) -> Iterator[Mark]:
    """Yield second printings of a sentence whose paragraph is not itself a copy."""
    seen: set[str] = set()
    for sentence in tokens.sentences:
        if sentence.last - sentence.first < SHORTEST_SENTENCE:
            continue
        printed = tokens.text[sentence.start : sentence.end]
        again = printed in seen and sentence.prose
        if again and sentence.paragraph not in copied_paragraphs(tokens):
            yield Mark(sentence.start, sentence.end, "printed before")
        seen.add(printed)


def find_headlines(tokens: Tokens) -> Iterator[Mark]:
    """Yield a headline printed twice at the top of the page."""
    seen: set[str] = set()
    for paragraph in tokens.paragraphs[:HEADLINE_PARAGRAPHS]:
        printed = tokens.text[paragraph.start : paragraph.end]
        if paragraph.last - paragraph.first >= SHORTEST_HEADLINE and not paragraph.prose:
            if printed in seen:
                yield Mark(paragraph.start, paragraph.end, "printed before")
            seen.add(printed)


@derived
def copied(batch: TokenBatch) -> Flags:
    """Which articles may print a sentence, a paragraph, a headline twice, (n_articles, 3)."""
    sentences, paragraphs = batch.sentences, batch.paragraphs
    heads = paragraphs[
        (paragraphs[:, PARAGRAPH_NUMBER] < HEADLINE_PARAGRAPHS) & (paragraphs[:, IS_PROSE] == 0)
    ]
    kinds = (
        sentences[words_in(sentences) >= SHORTEST_SENTENCE],
        paragraphs[words_in(paragraphs) >= SHORTEST_PARAGRAPH],
        heads[words_in(heads) >= SHORTEST_HEADLINE],
    )
    table = np.concatenate(kinds)
    owners = batch.owners(table[:, FIRST_WORD]) * 3 + np.arange(3).repeat(list(map(len, kinds)))
    # Stretches printed alike are of one length and hold the same words.
    sums = hash_sums(batch)
    held = sums[table[:, LAST_WORD]] - sums[table[:, FIRST_WORD]]
    widths = table[:, SPAN_END] - table[:, SPAN_START]
    alike = (held ^ widths.view(np.uint64)) * SPREADER + owners.view(np.uint64)
    order = alike.argsort()
    repeated = np.zeros((len(batch), 3), np.bool_)
    alike = alike[order]
    repeated.reshape(-1)[owners[order[1:][alike[1:] == alike[:-1]]]] = True
    return repeated


def words_in(table: Ids) -> Ids:
    """How many words each sentence or paragraph has."""
    return table[:, LAST_WORD] - table[:, FIRST_WORD]


def holds_copy(column: int) -> Prefilter:
    """A stretch of one of three kinds printed twice: sentence, paragraph, headline."""
    return batch_condition(lambda batch: copied(batch)[:, column])


SIGNALS = (
    Signal(
        name="sentence_twice",
        cause="scrape",
        means="a sentence is printed twice",
        wrongs="pages that repeat a teaser or a line as a pull quote",
        example="The council will vote on the new budget on Friday. Nobody spoke. "
        "The council will vote on the new budget on Friday.",
        read=finder(find_sentences, holds_copy(0)),
        weight=0.3,
    ),
    Signal(
        name="paragraph_twice",
        cause="scrape",
        means="a paragraph is printed twice",
        wrongs="pages that print a standfirst again as their first paragraph",
        example="The harbour was closed for two days after the storm broke its outer wall.\n\n"
        "The harbour was closed for two days after the storm broke its outer wall.",
        read=finder(find_paragraphs, holds_copy(1)),
        weight=0.7,
    ),
    Signal(
        name="headline_doubled",
        cause="scrape",
        means="the headline is printed twice",
        wrongs="nobody: the article itself may be faultless",
        example="Storm closes the harbour\n\nStorm closes the harbour\n\nShips waited offshore.",
        read=finder(find_headlines, holds_copy(2)),
        weight=1.0,
    ),
)
