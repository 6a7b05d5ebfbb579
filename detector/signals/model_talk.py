"""A language model that speaks to its user: offers, questions, reports on its own work, refusals.

The fixed phrases of chatbots stand in a table (:mod:`detector.signals.leaks`); their makers
change them every few months. What stays is the grammar: "I" or "you", one of a dozen verbs of
writing, and a thing that is written. People write so too, to each other, and newsrooms quote it
when they report on chatbots; but nobody prints in an article that it could be made punchier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.text.arrays import Ids
from detector.text.character_classes import lowercase
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import InWordList

# What a writer is asked for.
PIECES = (
    r"(?:articles?|stor(?:y|ies)|texts?|pieces?|versions?|drafts?|summar(?:y|ies)|headlines?"
    r"|paragraphs?|passages?|reports?|posts?|captions?|introductions?|intros?|conclusions?|outlines?"
    r"|scripts?|rewrites?|wording|pull quotes?|teasers?|subheadings?|bullet points?|keywords?|tone"
    r"|press release|quotes?|FAQs?|content|translations?)"
)
# What it is asked to do with them.
DO = (
    r"(?:(?:re)?writ|draft|prepar|creat|generat|produc|compos|summari[sz]|expand|shorten|adapt|adjust"
    r"|tailor|polish|refin|re-?word|re-?phras|paraphras|translat|condens|turn|provid|add|revis|edit"
    r"|format|suggest|restructur|tweak|proofread|trim|simplif)\w{0,4}"
)
# How the result is praised.
PRAISED = (
    r"(?:re(?:written|vised|freshed|worded|phrased|fined|worked|structured)|polished|improved"
    r"|enhanced|humani[sz]ed|paraphrased|unique|optimi[sz]ed|tightened|smoother|clearer|punchier"
    r"|simplified|condensed|shortened|expanded|alternative|plagiarism-free|seo-friendly)"
)
NEAR = r"[^.?!\n]{0,40}?\b"
I_DO = (
    rf"I (?:can|could) (?:also |then )?{DO} (?:an?|the|it|this|several|three|more) "
    rf"(?:[\w-]+ ){{0,3}}(?:versions?|drafts?|headlines?|tone)\b{NEAR}(?:for|if) you\b",
    rf"I(?:['’]d| would)(?: be)?(?: very)? (?:glad|happy|pleased|delighted) to "
    rf"(?:help (?:you )?)?{DO} {NEAR}{PIECES}\b",
    rf"I(?:['’]m| am) (?:not comfortable|not able to|unable to|not in a position to)"
    rf"(?: with)? ?{DO} {NEAR}{PIECES}\b",
    r"I(?:['’]m| am)? (?:sorry,? (?:but )?I )?(?:can['’]?t|cannot|won['’]t|am unable to)"
    r" (?:help|assist|comply) with (?:this|that|your|the) "
    r"(?:request|article|task|prompt|rewrite)\b",
    rf"I(?:['’]ve| have) (?:re-?worded|re-?phrased|paraphrased|restructured) "
    rf"(?:all|every|each|the|it|your) {NEAR}(?:{PIECES}|sentences?|source|original)\b",
    r"I(?:['’]ve| have) (?:kept|preserved|maintained|retained|left) (?:all|every|each|the) "
    r"(?:of the )?(?:[\w-]+ ){1,4}?(?:unchanged|intact|the same|untouched)"
    r"(?= (?:and|but|while|so)\b|,)",
)
I_SAY = (
    rf"I(?: really)? hope (?:this|the|that the|that this) (?:[\w-]+ ){{0,2}}?{PIECES} "
    r"(?:meets?|suits?|fits?|captures?|match(?:es)?|serves?|works?|helps?)\b",
    r"I (?:can['’]?t|cannot|won['’]t|am unable to|am not able to)"
    rf" (?:help|assist)(?: you)? (?:with|in) {DO} {NEAR}{PIECES}\b",
    r"I (?:do not|don['’]t) have (?:access to|the ability to) "
    r"(?:real-time|live data|up-to-date|brows|external (?:sites|links|sources))",
    rf"I(?:['’]ve| have) (?:based|written|kept) (?:this|the|my) {PIECES} (?:on|in) the\b",
)
YOUR_TEXT = (
    r"you (?:have ?not|have|haven['’]t|did ?n[o'’]t|did not)?(?:['’]ve)? ?(?:only )?"
    r"(?:provided?|shared?|included?|pasted?|attach(?:ed)?|sent|send|supplied|specif(?:y|ied))"
)
HERE = (
    rf"here(?:['’]s| is| are) (?:an?|the|your|my|some|two|three|five) "
    rf"(?:[\w-]+,? ){{0,2}}?{PRAISED} (?:[\w-]+ ){{0,3}}?{PIECES}\b"
)
# What chatbots say, by the word it begins with.
TALK = {
    "i": "|".join((*I_DO, *I_SAY)),
    "note": rf"note: (?:the|this|all|some|every) (?:[\w-]+ ){{0,3}}?(?:{PIECES}|sentences?|names?|"
    rf"facts|details)(?: above| below)? (?:has|have|was|were) been {PRAISED}\b",
    "since": rf"since {YOUR_TEXT} (?:me )?(?:the|an?|any|only|just|your)? ?{NEAR}{PIECES}\b",
    "based": rf"based on the (?:[\w-]+ ){{0,2}}?{PIECES} {YOUR_TEXT}\b",
    "please": r"please (?:provide|share|paste|send|supply)(?: me)?(?: with)? the (?:full|complete|"
    rf"original|entire|exact|actual|source) (?:[\w-]+ )?{PIECES}\b",
    "could": r"could you (?:please )?(?:provide|share|paste|send|clarify)(?: me)? the (?:[\w-]+ )?"
    rf"{PIECES}\b",
    "would": rf"would you (?:(?:like|prefer|want) (?:me to|that I|for me to) {DO}\b"
    r"|prefer that I\b|like me to (?:start|make|go|do|include)\b)",
    "do": rf"do you want me to {DO}\b",
    "let": r"let me know (?:which|what|whether|if|how)(?: \w+['’]?\w*){0,3}? "
    r"(?:tone|style|version|draft|format|angle|length|option"
    r"|(?:like|want|prefer) (?:me|it|another|an?|the|any) ?(?:to be |more |further )?"
    rf"(?:{DO}|{PIECES}))\b",
    "if": rf"if you(?:(?:['’]d| would) (?:like|prefer|want),? I (?:can|could|would)"
    rf"(?: also| then| gladly)? {DO}\b"
    rf"|(?: like| prefer| want),? I (?:can|could) {DO} {NEAR}{PIECES}\b)",
    "here": HERE,
    "sure": rf"(?:sure|certainly|absolutely|understood)[!,.] "
    rf"(?:here(?:['’]s| is| are)|below is|I(?:['’]ve| have|['’]ll)) {NEAR}{PIECES}\b",
    "thank": r"thank(?:s| you) for (?:sharing|providing|sending|pasting) (?:me )?(?:the|your|this) "
    rf"(?:[\w-]+ )?{PIECES}[,.!] ?(?:but|however|I['’ ]|here|unfortunately)",
}
# Other forms of the opening words; those of several words need their second.
OPENERS = {
    "i'm": "i",
    "i'd": "i",
    "i've": "i",
    "here's": "here",
    "thanks": "thank",
    "certainly": "sure",
    "absolutely": "sure",
    "understood": "sure",
}
SECOND_WORDS = {
    "i": tuple(
        "can can't cant cannot could do don't am have hope really sorry won't would".split()
    ),
    "would": ("you",),
    "do": ("you",),
    "if": ("you", "you'd"),
    "let": ("me",),
    "could": ("you",),
    "since": ("you",),
    "based": ("on",),
    "thank": ("you",),
    "thanks": ("for",),
    "here": ("is", "are"),
}
SECOND_WORD_RE = lazy_pattern(r" (\w+(?:['’]\w+)*)")
# Openings that must begin a sentence: "the man who is here is a revised version of himself".
AT_START = frozenset(("here", "sure", "thank", "note", "since", "based", "please", "could"))
BEFORE = ("", "\n", ".", "!", ":")
TALK_RES = {opening: lazy_pattern(said, re.I) for opening, said in TALK.items()}
OPENING = InWordList(lambda: frozenset(TALK) | frozenset(OPENERS), lowered=True)


def talk_at(text: str, start: int, stop: int) -> re.Match[str] | None:
    """What a language model says from an opening word ``text[start:stop]`` on."""
    opener = lowercase(text[start:stop])
    kind = OPENERS.get(opener, opener)
    if kind in AT_START and text[max(0, start - 2) : start].rstrip(" ")[-1:] not in BEFORE:
        return None
    second = SECOND_WORD_RE.match(text, stop)
    if opener in SECOND_WORDS and (
        second is None or lowercase(second[1]) not in SECOND_WORDS[opener]
    ):
        return None
    return TALK_RES[kind].match(text, start)


SECOND_WORD = InWordList(lambda: frozenset().union(*SECOND_WORDS.values()), lowered=True)
WITH_SECOND_WORD = InWordList(lambda: SECOND_WORDS, lowered=True)


def talks(batch: TokenBatch, words: Ids) -> Ids:
    """The opening words from which on a language model speaks."""
    vocab, numbers = batch.encoded_words
    seconds = numbers.take(words + 1, mode="clip")
    alone = ~vocab.lookup(WITH_SECOND_WORD, numbers.take(words))
    words = words[alone | vocab.lookup(SECOND_WORD, seconds)]
    spans = zip(batch.begins[words].tolist(), batch.ends[words].tolist(), strict=True)
    found = [talk_at(batch.text, start, stop) is not None for start, stop in spans]
    return words[np.array(found, np.bool_)]


def find_talk(tokens: Tokens) -> Iterator[Mark]:
    """Yield what a language model says to its user, outside quotations."""
    done = -1
    for index in tokens.indices_with(OPENING):
        start = tokens.starts[index]
        match = talk_at(tokens.text, start, tokens.stops[index])
        if match and start >= done and not tokens.in_quote(start):
            done = match.end()
            yield Mark(start, done)


SIGNALS = (
    Signal(
        name="model_talk",
        cause="synthetic",
        means="a language model speaks to its user: an offer, a question, a remark on its own work",
        wrongs="letters from one writer to another that are printed without quotation marks",
        example="If you'd like, I can also write a shorter version for social media.",
        read=finder(find_talk, word(OPENING, talks)),
        weight=6.0,
    ),
)
