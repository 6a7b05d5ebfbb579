"""What a language model leaves in a page that nobody read: tokens, refusals, prompts, slots.

Content farms paste a chatbot's answer whole. With it come the chatbot's citation tokens, its
polite opening, its refusal, its labels and the brackets that were to be filled in. Newsrooms
quote all of these when they report on chatbots: a leak in quotation marks does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.resources.tables import read_columns
from detector.signals.context import is_mention
from detector.signals.phrase_matcher import phrase, phrases_in
from detector.signals.prefilter import Prefilter, gap_contains, word
from detector.signals.signal import Mark, PrefilteredReader, Signal, finder, pattern
from detector.text.arrays import Ids
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, InWordList, MatchesPattern

# Fingerprints listed on Wikipedia's page "Signs of AI writing" (2025), by kind of chatbot.
CITATION_RE = lazy_pattern(
    r"(?:cite)?turn\d+(?:academia|fetch|finance|forecast|image|maps|news|product|reddit|search|view)\d+"
    r"|:{0,3}contentReference\[oaicite:\d+\](?:\{index=\d+\})?|\boaicite(?::\d+)?\b"
    r"|[?&]utm_source=(?:chatgpt\.com|openai|copilot\.com|perplexity(?:\.ai)?)\b"
    r"|【\d+(?::\d+)?†[^】\n]{0,40}】|\[cite(?:_start|: ?\d+(?:, ?\d+)*)\]"
    r"|\bgrok_(?:card|render\w*)\b"
)
CITED = (
    word(MatchesPattern(r"turn\d|oaicite|utm_source|grok_(?:card|render)"))
    | gap_contains("†")
    | word(ContainsSubstring("cite")) & gap_contains("[\0")
)
# What chatbots print, by kind: refusal, prompt, error; opening and label where a line begins.
TALK = read_columns("chatbot_talk")
TALK_KINDS = TALK["kind"]
AT_LINE_START = frozenset({"opening", "label"})
LABELS = {
    phrase.rstrip(": ")
    for phrase, kind in zip(TALK["phrase"], TALK_KINDS, strict=True)
    if kind == "label"
}
LABEL = InWordList(lambda: LABELS, lowered=True)


def opens_line(batch: TokenBatch, words: Ids) -> Ids:
    """The words at the head of a line that a colon follows."""
    words = words[batch.after.take(words) == ord(":")]
    return words[batch.codepoints.take(batch.begins.take(words) - 1) == ord("\n")]


BLANK_RE = lazy_pattern(
    r"""\[(?:(?:Insert|INSERT|Enter|Add|Your|YOUR|Include|Specify|Provide)\ [^\]\[\n]{1,60}
      | (?:(?:First|Last|Full|Author|Reporter|Journalist|Company|City|Local|Newspaper|Publication
      |Source|Organi[sz]ation|Outlet|Hospital|School|Victim|Suspect|Official|Expert|State
      |Country)(?:'s|’s)?\ )(?:Name|Date|Number|Address|Title|Location|Official|Expert)
      | Name\ of\ [^\]\[\n]{1,40}
      | (?:Name|NAME|Date|DATE|CITY|City|Location|LOCATION|Email|Address)
      (?:,\ ?(?:State|STATE|Country|COUNTRY|Date))?)\]""",
    re.VERBOSE,
)


@derived
def chatbot_phrases(tokens: Tokens) -> tuple[tuple[str, int, int], ...]:
    """Kind, start and end of what chatbots print, in an article; four signals share it."""
    text, phrases = tokens.text, []
    for number, start, end in phrases_in(tokens, "chatbot_talk", whole=False):
        kind = TALK_KINDS[number]
        inside = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
        if kind in AT_LINE_START and text[max(0, start - 1) : start] not in ("", "\n"):
            continue
        if kind == "label" or not inside:
            phrases.append((kind, start, end))
    return tuple(phrases)


def chatbot_phrase_finder(*kinds: str, prefilter: Prefilter | None = None) -> PrefilteredReader:
    """Make a reader of what chatbots print, of the given kinds, outside quotations."""

    def find(tokens: Tokens) -> Iterator[Mark]:
        for kind, start, end in chatbot_phrases(tokens):
            if kind in kinds and not tokens.in_quote(start):
                yield Mark(start, end)

    return finder(find, prefilter or phrase(*kinds))


SIGNALS = (
    Signal(
        name="citation_token",
        cause="synthetic",
        means="a chatbot's citation token or tracking mark was left in the text",
        wrongs="reports on chatbots that print the token without quotation marks",
        example="Rents rose by a tenth last year.turn0search3",
        # By hand: 10 µs an article; worked out, every "turn" and "cite" passes, 215 µs.
        read=pattern(CITATION_RE, skip=is_mention, prefilter=CITED),
        weight=6.0,
    ),
    Signal(
        name="model_refusal",
        cause="synthetic",
        means="a language model speaks of itself or refuses its task",
        wrongs="essays on chatbots written in their voice",
        example="As an AI language model, I do not have access to the court's files.",
        read=chatbot_phrase_finder("refusal"),
        weight=6.0,
    ),
    Signal(
        name="prompt_leak",
        cause="synthetic",
        means="the prompt, or what the chatbot said to its user, was published with the article",
        wrongs="newsletters that address their readers",
        example="Here is a rewritten version of the article:",
        read=chatbot_phrase_finder("prompt", "opening"),
        weight=6.0,
    ),
    Signal(
        name="unfilled_slot",
        cause="synthetic",
        means="a bracket meant to be filled in was published as it was",
        wrongs="satire that says [Insert name here], forms printed for readers",
        example="The plant will close in June, said [Name of Local Official].",
        read=pattern(BLANK_RE, skip=is_mention),
        weight=6.0,
    ),
    Signal(
        name="labelled_part",
        cause="synthetic",
        means="the parts of the article carry labels, as chatbots print them",
        wrongs="briefs and press releases laid out as forms",
        example="Headline: Rents rise again",
        read=chatbot_phrase_finder(
            "label", prefilter=word(LABEL, opens_line) & gap_contains("\0: ")
        ),
        weight=1.0,
    ),
    Signal(
        name="machine_message",
        cause="synthetic",
        means="the message of a failing program was published as text",
        wrongs="reports on outages that print the message without quotation marks",
        example="Error generating response. The council met on Monday.",
        read=chatbot_phrase_finder("error"),
        weight=2.0,
    ),
)
