"""Whether a mark of damage is only being talked about.

Newsrooms report on bad translations and on chatbots, and print the fingerprints themselves:
the mask “XNUMX”, the chatbot's “As an AI language model”. Such a mark stands in quotation marks
and the words around it speak of machines; a mangled quotation of a minister has neither.
"""

from __future__ import annotations

from bisect import bisect_right

from detector.text.quotations import Quote
from detector.text.tokens import Tokens

# Quotations of up to this many words that hold a mark are taken for the mark itself (made up).
SHORT_CITATION = 4
# How many words around a mark are looked at (made up: about two sentences each way).
REACH = 40
# Words of reports on translation engines, chatbots and typesetting errors (made up, by reading).
MACHINE_TALK = frozenset(
    """ai algorithm apostrophe app bot bots bug captcha character characters chatbot chatbots
    chatgpt claude code codes copilot error errors fake fingerprint garbled gemini generated
    gibberish glitch glitches google gpt hallucination html llm llms machine mask
    mistranslated mistranslation model models openai output outputs placeholder placeholders
    plagiarism prompt prompted prompts software string symbol symbols template text token
    tokens translate translated translates translation translations translator typo typos
    unicode""".split()
)


def is_mention(tokens: Tokens, offset: int) -> bool:
    """Whether the mark at ``offset`` is quoted by someone who writes about it.

    >>> text = 'The engine printed “XNUMX” twice. “We sent 9,000 XNUMX men to the front,” he said.'
    >>> tokens = Tokens(text)
    >>> is_mention(tokens, text.index("XNUMX")), is_mention(tokens, text.rindex("XNUMX"))
    (True, False)
    """
    quote = quote_at(tokens, offset)
    if quote is None:
        return False
    first, last = tokens.words_between(quote.start, quote.end)
    around = {*tokens.lowered[max(0, first - REACH) : first], *tokens.lowered[last : last + REACH]}
    return last - first <= SHORT_CITATION or not MACHINE_TALK.isdisjoint(around)


def quote_at(tokens: Tokens, offset: int) -> Quote | None:
    """The quotation that holds ``offset``, or None."""
    number = bisect_right(tokens.quotes, offset, key=lambda quote: quote.start) - 1
    if number < 0 or offset >= tokens.quotes[number].end:
        return None
    return tokens.quotes[number]
