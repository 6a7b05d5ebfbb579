"""What signals mean, and why an article was decided as it was, in words that an editor knows."""

from __future__ import annotations

from detector.article import why_unreadable
from detector.causes import CAUSE_OF, HEAD_OF, HEADS, PHRASING_SIGNALS
from detector.english.news_register import FAR_FROM_NEWS
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.signals.names import HOUSE_STYLE
from detector.verdict import COPY_SIGNAL, Evidence, Row, Verdict

# Log-odds from which a mark is strong: two such marks carry an article over the threshold, and
# edited news hardly has any (the weights of the catalogue were set by that).
STRONG_WEIGHT = 2.0
Judged = Verdict | Row
# What the catalogue has no entry for: phrases that a score, another copy or a file points at.
PHRASING = {
    COPY_SIGNAL: "worded differently from the best copy of this story",
    "house_style": HOUSE_STYLE,
    "unexpected_wording": "words that a second reading did not expect here",
} | {signal: HEAD_OF[cause].phrase for signal, cause in PHRASING_SIGNALS.items()}


def meaning(signal: str) -> str:
    """What a signal means, in one line for the editor."""
    if signal in PHRASING:
        return PHRASING[signal]
    return (
        SIGNALS_BY_NAME[signal].means if signal in SIGNALS_BY_NAME else "a mark of another version"
    )


def is_strong(mark: Evidence) -> bool:
    """Whether a mark counts by itself; weak ones are found in sound articles too.

    >>> is_strong(Evidence("number_slot", "translation", 0, 5, "XNUMX"))
    True
    >>> is_strong(Evidence("outdone_word", "spin", 0, 5, "table"))
    False
    """
    if mark.signal == COPY_SIGNAL:
        return True
    signal = SIGNALS_BY_NAME.get(mark.signal)
    return signal is not None and signal.weight >= STRONG_WEIGHT and signal.cause == mark.cause


def why(judged: Judged) -> str:
    """The sentence.

    >>> why(Row(decision="too_short", words=12))
    '12 words are too few to judge.'
    """
    match judged.decision:
        case "review":
            return review_reason(judged)
        case "pass":
            return pass_reason(judged)
        case "too_short":
            words = "1 word is" if judged.words == 1 else f"{judged.words:,} words are"
            return f"{words} too few to judge."
        case "not_english":
            language = judged.language or "not English"
            return f"The language is {language}; only English is judged."
        case _:
            return why_unreadable(judged.error if isinstance(judged, Row) else "")


def review_reason(judged: Judged) -> str:
    """Why an article goes to review: its strongest mark, or its wording, and its figures."""
    lead = strongest(judged)
    own = judged.likeliest_cause if lead is None or lead.cause not in HEADS else lead.cause
    cause = CAUSE_OF[own]
    opening = (cause.head and cause.head.finding) or cause.label.capitalize()
    if lead is None:
        reason = "no single mark proves it; the wording as a whole reads that way"
    else:
        reason = f"{meaning(lead.signal)}{places(judged, lead.signal)}"
    return f"{opening}: {reason}{figures(judged)}."


def pass_reason(judged: Judged) -> str:
    """Why an article passes, which never says that it is sound."""
    lead = strongest(judged)
    where = " in a text far from news" if judged.out_of_domain >= FAR_FROM_NEWS else ""
    if lead is not None:
        return f"Not enough for review{where}: {meaning(lead.signal)}{figures(judged)}."
    return f"No strong mark was found{where}{figures(judged)}."


def strongest(judged: Judged) -> Evidence | None:
    """The strongest mark, one of the likeliest cause before others."""
    strong = [mark for mark in judged.evidence if is_strong(mark)]
    cause = judged.likeliest_cause
    own = (mark for mark in strong if mark.cause == cause)
    return next(own, strong[0] if strong else None)


def places(judged: Judged, signal: str) -> str:
    """In how many places a signal has marks, where that is more than one."""
    count = sum(mark.signal == signal for mark in judged.evidence)
    return f", in {count} places" if count > 1 else ""


def figures(judged: Judged) -> str:
    """How many sentences have figures that are not to be trusted."""
    count = len(judged.figures_suspect)
    sentences = "1 sentence" if count == 1 else f"{count} sentences"
    return f"; the figures of {sentences} cannot be trusted" if count else ""
