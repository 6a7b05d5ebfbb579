"""What desks do to a wire story: print it as it is, shorten it, put it into their own style.

Made copies to learn from. Every deed here is one that newsrooms do by hand: a last paragraph
is cut, a dateline dropped, ``Mr`` removed, an attribution turned round, American spelling
made British, a background paragraph of the desk's own added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from detector.text.tokens import Tokens

# Desk style against desk style; all pairs made up from the style books of newsrooms.
STYLE_PAIRS = (
    (r"\bper cent\b", "percent"),
    (r"\bpercent\b", "per cent"),
    (r"(?<=\d)%", " percent"),
    (r"\b(?:Mr|Mrs|Ms)\.? (?=[A-Z])", ""),
    (r"\bsaid that\b", "said"),
    (r"\bUnited States\b", "U.S."),
    (r"\bU\.S\.(?= [a-z])", "US"),
    (r"\bPrime Minister\b", "PM"),
    (r"\bapproximately\b", "about"),
    (r"\bmore than\b", "over"),
    (r"\bin order to\b", "to"),
    (r"\bprior to\b", "before"),
    (r"\bdid not\b", "didn't"),
    (r"\bdoes not\b", "doesn't"),
    (r"\bhas not\b", "hasn't"),
    (r"\bdefense\b", "defence"),
    (r"\bcenter\b", "centre"),
    (r"\bcolor\b", "colour"),
    (r"\blabor\b", "labour"),
    (r"\bprogram\b", "programme"),
    (r"ization\b", "isation"),
    (r"\bmeanwhile, ", ""),
    (r"\bhowever, ", ""),
    (r"\balso (?=[a-z])", ""),
    (r"\bon (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)", ""),
    (r"[“”]", '"'),
    (r"’", "'"),
)
DATELINE_RE = re.compile(r"^[A-Z][A-Za-z ,./]{2,40}(?:\([A-Za-z ]+\) )?\s?[—–-]{1,2}\s+")
TURNED_RE = re.compile(r"^(?P<said>[“\"][^“”\"]{20,300}),[”\"] (?P<who>[A-Z][\w .]{3,40}) said\.")
# What scrapers leave round a verbatim copy; made up in the style of what is seen on pages.
FRAMES = (
    ("", ""),
    ("", "\n\nRead more: the day in pictures"),
    ("Home / News / World\n\n", "\n\nShare this article"),
    ("", "\n\nSource link"),
    ("Advertisement\n\n", ""),
    ("", "\n\nThe post first appeared on our partner site."),
)


def reprint(text: str, seed: int) -> str:
    """The same story, word for word, with what a page adds around it."""
    random = Random(f"reprint {seed}")
    before, after = random.choice(FRAMES)
    if random.random() < 0.5:
        text = text.replace("’", "'").replace("“", '"').replace("”", '"')
    return f"{before}{text}{after}"


def restyle(sentence: str, chosen: Sequence[tuple[str, str]]) -> str:
    """Put a sentence into a desk's own style.

    >>> restyle("Mr. Obi said that 40% left.", [STYLE_PAIRS[2], STYLE_PAIRS[3], STYLE_PAIRS[4]])
    'Obi said 40 percent left.'
    """
    for pattern, replacement in chosen:
        sentence = re.sub(pattern, replacement, sentence)
    turned = TURNED_RE.match(sentence)
    if turned and len(chosen) % 2:
        rest = sentence[turned.end() :]
        return f"{turned['who']} said: {turned['said']}.”{rest}"
    return sentence[:1].upper() + sentence[1:]


def edit(text: str, seed: int, background: str = "") -> str:
    """Shorten and restyle a story as a human desk does; ``background`` is a paragraph to add.

    Three in four copies lose their end, one in three a few sentences in between; at least
    a third of the words always stays.
    """
    random = Random(f"edit {seed}")
    tokens = Tokens(DATELINE_RE.sub("", text, count=1) if random.random() < 0.5 else text)
    chosen = random.sample(STYLE_PAIRS, random.randint(5, len(STYLE_PAIRS)))
    kept = shorten(tokens, random)
    paragraphs: dict[int, list[str]] = {}
    for number in kept:
        sentence = tokens.sentences[number]
        printed = restyle(tokens.text[sentence.start : sentence.end], chosen)
        paragraphs.setdefault(sentence.paragraph, []).append(printed)
    blocks = [" ".join(block) for block in paragraphs.values()]
    if background and random.random() < 0.4:
        blocks.append(background)
    if random.random() < 0.25:
        swap_neighbours(blocks, random)
    return "\n\n".join(blocks)


def shorten(tokens: Tokens, random: Random) -> list[int]:
    """Numbers of the sentences that a desk keeps, in order."""
    whole = range(len(tokens.sentences))
    end = len(whole)
    if random.random() < 0.75:
        end = max(1, round(end * random.uniform(0.4, 0.95)))
    dropped = random.uniform(0.05, 0.25) if random.random() < 1 / 3 else 0.0
    kept = [number for number in whole[:end] if number == 0 or random.random() >= dropped]
    least = tokens.word_count / 3
    while words_in(tokens, kept) < least and end < len(whole):
        kept.append(end)
        end += 1
    return kept


def swap_neighbours(blocks: list[str], random: Random) -> None:
    """Move one paragraph past the next, never the first."""
    if len(blocks) > 3:
        at = random.randrange(1, len(blocks) - 1)
        blocks[at], blocks[at + 1] = blocks[at + 1], blocks[at]


def words_in(tokens: Tokens, numbers: Sequence[int]) -> int:
    """Words in these sentences."""
    return sum(tokens.sentences[n].last - tokens.sentences[n].first for n in numbers)
