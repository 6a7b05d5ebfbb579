"""dolma: the taggers gopher_v2 and c4_v2, held to the rules that they were made for.

dolma leaves thresholds to the mixer's configuration. These are those of MassiveText (Rae et al.
2021, arXiv:2112.11446, table A1); C4 (Raffel et al. 2020) drops the lines and pages it marks.
"""

from dolma.core.data_types import Document
from dolma.taggers.c4 import FasterC4Tagger
from dolma.taggers.gopher import GopherTaggerV2
from timing import report

TAGGERS = (GopherTaggerV2(), FasterC4Tagger())
NO_LIMIT = float("inf")
BOUNDS = {
    "word_count": (50, 100_000),
    "median_word_length": (3, 10),
    "symbol_to_word_ratio": (0, 0.1),
    "fraction_of_words_with_alpha_character": (0.8, 1),
    "required_word_count": (2, NO_LIMIT),
    "fraction_of_lines_starting_with_bullet_point": (0, 0.9),
    "fraction_of_lines_ending_with_ellipsis": (0, 0.3),
    "fraction_of_duplicate_lines": (0, 0.3),
    "fraction_of_characters_in_duplicate_lines": (0, 0.2),
    **{
        f"fraction_of_characters_in_most_common_{n}grams": (0, most)
        for n, most in zip((2, 3, 4), (0.20, 0.18, 0.16), strict=True)
    },
    **{
        f"fraction_of_characters_in_duplicate_{n}grams": (0, most)
        for n, most in zip(range(5, 11), (0.15, 0.14, 0.13, 0.12, 0.11, 0.10), strict=True)
    },
}
C4_MARKS = frozenset(
    "has_curly_brace has_lorem_ipsum has_javascript has_naughty_word "
    "lines_with_no_ending_punctuation lines_with_too_few_words".split()
)


def judge(text):
    """Tag a text with both."""
    document = Document(source="", id="", text=text)
    return text, [span for tagger in TAGGERS for span in tagger.predict(document).spans]


def broken_rules(judged):
    """The rules of Gopher that a text breaks, and what C4 drops: the whole text, or lines."""
    text, spans = judged
    dropped = {text[one.start : one.end] for one in spans if one.type in C4_MARKS}
    bounded = [span for span in spans if span.type in BOUNDS]
    broken = [one.type for one in bounded if not within(one.score, *BOUNDS[one.type])]
    return broken + sorted(line for line in dropped if line.strip())


def within(score, low, high):
    """Whether a measure keeps its bounds."""
    return low <= score <= high


report(lambda texts: list(map(judge, texts)), broken_rules)
