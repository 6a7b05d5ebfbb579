"""What an engine must not leave behind: lines, quote marks and contractions of its own.

A rule-based engine expands every contraction and straightens or turns quotation marks. Left
so, the layout alone would tell spun text from its original, and a classifier would learn the
layout. Here the habits of the original are noted before an engine runs and put back after.
"""

from __future__ import annotations

import random
import re

_NEWLINES = re.compile(r"(\n+)")
_SPACES = re.compile(r"[^\S\n]+")

# Full forms by contraction; `'s` and `'d` are left out except after words where they can only
# be a verb, because "the minister's" is a possessive.
_IRREGULAR = {"won't": "will not", "can't": "cannot", "shan't": "shall not", "let's": "let us"}
_VERB_S = ("it", "he", "she", "that", "there", "what", "here", "who", "where")
_ENDINGS = {"'re": " are", "'ve": " have", "'ll": " will", "'m": " am"}
_EXPAND = re.compile(
    r"\b(?:(?P<whole>won|can|shan|let)'(?:t|s)"
    r"|(?P<negated>\w+)n't"
    rf"|(?P<subject>{'|'.join(_VERB_S)})'s(?=\s+(?P<next>\w+))"
    r"|(?P<stem>[A-Za-z]+)(?P<ending>'(?:re|ve|ll|m)))\b",
    re.IGNORECASE,
)
_HAS_AFTER = {"been", "had", "got", "become", "taken", "made", "gone", "come", "done", "never"}

# Only pairs that are safe to contract wherever a word follows.
_CONTRACT = re.compile(
    r"\b(?:(?P<aux>[Dd]o|[Dd]oes|did|is|are|was|were|has|have|had|would|could|should) not"
    r"|(?P<modal>cannot|can not|will not)"
    r"|(?P<pronoun>I|[Yy]ou|[Ww]e|[Tt]hey|[Ii]t|[Hh]e|[Ss]he|[Tt]hat|[Tt]here)"
    r" (?P<verb>am|are|is|have|will)(?! not))(?= [a-z])"
)
_SHORT = {"am": "'m", "are": "'re", "is": "'s", "have": "'ve", "will": "'ll"}
_AGREES = {
    "am": {"i"},
    "are": {"you", "we", "they"},
    "is": {"it", "he", "she", "that", "there"},
    "have": {"i", "you", "we", "they"},
    "will": {"i", "you", "we", "they", "it", "he", "she"},
}


def split_lines(text: str) -> tuple[list[str], list[str]]:
    r"""Cut a text into its lines and the runs of line breaks between them.

    >>> split_lines("One.\n\nTwo.")
    (['One.', 'Two.'], ['\n\n'])
    """
    pieces = _NEWLINES.split(text.strip("\n"))
    return [_SPACES.sub(" ", line).strip() for line in pieces[::2]], pieces[1::2]


def join_lines(lines: list[str], breaks: list[str]) -> str:
    r"""Put lines and line breaks together again; the inverse of :func:`split_lines`.

    >>> join_lines(["One.", "Two."], ["\n\n"])
    'One.\n\nTwo.'
    """
    ends = [*breaks, ""]
    return "".join(line + end for line, end in zip(lines, ends, strict=True))


def curl_quotes(line: str) -> str:
    """Turn straight double quotes into opening and closing ones, apostrophes into straight ones.

    Apertium's Serbo-Croatian analyser prints the name of its symbol for a straight double quote
    ("parquote"); the curly pair goes through every engine untouched.

    >>> curl_quotes('He said "no" on Monday.')
    'He said “no” on Monday.'
    """
    line = re.sub(r"(?<=\w)[’‘´`](?=\w)", "'", line)
    parts = line.split('"')
    marks = ["“" if number % 2 == 0 else "”" for number in range(len(parts) - 1)]
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))


def restore_quotes(spun: str, original: str) -> str:
    """Give spun text the quote marks and apostrophes that its original uses most.

    >>> restore_quotes("“No,” she said.", 'He said: "No."')
    '"No," she said.'
    """
    if original.count('"') >= original.count("“") + original.count("”"):
        spun = re.sub("[“”]", '"', spun)
    if len(re.findall(r"\w’\w", original)) > len(re.findall(r"\w'\w", original)):
        return re.sub(r"(?<=\w)'(?=\w|\s)|(?<= )'(?=\d)", "’", spun)
    return re.sub(r"(?<=\w)[’‘](?=\w)", "'", spun)


def _expand_one(match: re.Match[str]) -> str:
    if match["whole"]:
        full = _IRREGULAR[match.group().lower()]
        return full[0].upper() + full[1:] if match.group()[0].isupper() else full
    if match["negated"]:
        return f"{match['negated']} not"
    if match["subject"]:
        return f"{match['subject']} {'has' if match['next'].lower() in _HAS_AFTER else 'is'}"
    return match["stem"] + _ENDINGS[match["ending"].lower()]


def expand_contractions(line: str) -> str:
    """Write contractions out, so that an engine reads words it knows.

    Possessives stay. Errs where ``he's`` stands for "he has" before an unlisted participle.

    >>> expand_contractions("It's Kyiv's plan, and they won't say why it doesn't work.")
    "It is Kyiv's plan, and they will not say why it does not work."
    """
    return _EXPAND.sub(_expand_one, line.replace("’", "'"))


def contraction_rate(text: str) -> float:
    """Share of contractible places, 0 to 1, where a text does contract; 0.0 where it has none.

    >>> contraction_rate("It's late and we do not know.")
    0.5
    """
    plain = text.replace("’", "'")
    short = len(_EXPAND.findall(plain))
    full = sum(_contract_one(match) != match.group() for match in _CONTRACT.finditer(plain))
    return short / (short + full) if short else 0.0


def _contract_one(match: re.Match[str]) -> str:
    if match["aux"]:
        return f"{match['aux']}n't"
    if match["modal"]:
        return "won't" if match["modal"].startswith("will") else "can't"
    if match["pronoun"].lower() not in _AGREES[match["verb"]]:
        return match.group()
    return match["pronoun"] + _SHORT[match["verb"]]


def contract(text: str, rate: float, rng: random.Random) -> str:
    """Contract a share of the places where English can, in the original's own proportion.

    >>> contract("They do not know.", 1.0, random.Random(1))
    "They don't know."
    """
    return _CONTRACT.sub(
        lambda match: _contract_one(match) if rng.random() < rate else match.group(), text
    )
