"""Why an article was decided as it was, in one plain sentence."""

from __future__ import annotations

from detector.causes import CAUSE_OF
from detector.review.entries import Entry
from detector.review.wording import meaning
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.verdict import COPY_SIGNAL, Evidence

# Log-odds from which a mark is strong: two such marks carry an article over the threshold, and
# edited news hardly has any (the weights of the catalogue were set by that).
STRONG_WEIGHT = 2.0


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


def why(entry: Entry) -> str:
    """The sentence that stands above the text."""
    row = entry.row
    match row.decision:
        case "review":
            return review_reason(entry)
        case "pass":
            return pass_reason(entry)
        case "too_short":
            return f"{row.words:,} words are too few to judge."
        case "not_english":
            language = row.language or "not English"
            return f"The language is {language}; only English is judged."
        case _:
            return unreadable_reason(entry)


def review_reason(entry: Entry) -> str:
    """Why an article goes to review: its strongest mark, or its wording, and its figures."""
    lead = strongest(entry)
    cause = CAUSE_OF[entry.cause]
    opening = (cause.head and cause.head.finding) or cause.label.capitalize()
    if lead is None:
        reason = "no single mark proves it, the wording as a whole reads that way"
    else:
        reason = f"{meaning(lead.signal)}{places(entry, lead.signal)}"
    return f"{opening}: {reason}{figures(entry)}."


def pass_reason(entry: Entry) -> str:
    """Why an article passes, which never says that it is sound."""
    lead = strongest(entry)
    if lead is not None:
        return f"Not enough for review: {meaning(lead.signal)}{figures(entry)}."
    return f"Nothing strong was found{figures(entry)}."


def unreadable_reason(entry: Entry) -> str:
    """What kept an article from being read, and what to do."""
    reason = str(entry.row.error or entry.remark or "it could not be read").rstrip(".")
    return f"{reason[:1].upper()}{reason[1:]}. Mend the file, or leave it out, and score again."


def strongest(entry: Entry) -> Evidence | None:
    """The strongest mark, one of the likeliest cause before others."""
    strong = [mark for mark in entry.marks if is_strong(mark)]
    own = (mark for mark in strong if mark.cause == entry.cause)
    return next(own, strong[0] if strong else None)


def places(entry: Entry, signal: str) -> str:
    """In how many places a signal has marks, where that is more than one."""
    count = sum(mark.signal == signal for mark in entry.marks)
    return f", in {count} places" if count > 1 else ""


def figures(entry: Entry) -> str:
    """How many sentences have figures that are not to be trusted."""
    count = len(entry.suspects)
    if not count and entry.row.figures_suspect:
        return "; some of its figures cannot be trusted"
    sentences = "1 sentence" if count == 1 else f"{count} sentences"
    return f"; the figures of {sentences} cannot be trusted" if count else ""
