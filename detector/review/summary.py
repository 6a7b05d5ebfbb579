"""The collection in figures: what the page's overview and the plots both draw."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import sqrt
from typing import Any

from detector.review.entries import Entry, ReviewCollection
from detector.signals.why import is_strong
from detector.verdict import JUDGED

# Bars of the histogram of scores: twentieths can be read off by eye (made up).
BINS = 20
# Standard normal quantile of a two-sided interval of 95 %.
Z = 1.959964
# A timeline of more bars than this goes on to the next longer step (made up).
MOST_BARS = 45
# The first newspaper (Strasbourg, 1605); a date outside these years is a feed's mistake.
FIRST_YEAR, LAST_YEAR = 1605, 2100
STEPS = (("day", 1), ("week", 7), ("month", 30))


def summarise(collection: ReviewCollection) -> dict[str, Any]:
    """Counts by decision, cause, outlet and time, the histogram of scores, signals by frequency."""
    entries = collection.entries
    judged = [entry for entry in entries if entry.row.decision in JUDGED]
    return {
        "articles": len(entries),
        "decisions": dict(Counter(entry.row.decision for entry in entries)),
        "causes": dict(Counter(entry.cause for entry in judged if flagged(entry)).most_common()),
        "outlets": by_outlet(judged),
        "histogram": histogram(judged),
        "timeline": timeline(judged),
        "signals": by_signal(entry for entry in judged if flagged(entry)),
        "stories": len(collection.copies()),
    }


def flagged(entry: Entry) -> bool:
    """Whether the detector sends an article to review."""
    return entry.row.decision == "review"


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The interval in which a share lies with 95 % (Wilson 1927), honest for few articles.

    >>> [round(bound, 2) for bound in wilson(1, 2)]
    [0.09, 0.91]
    """
    if not total:
        return 0.0, 1.0
    share, square = hits / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    reach = Z * sqrt(share * (1 - share) / total + square / (4 * total * total))
    reach /= 1 + square / total
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def by_outlet(judged: Iterable[Entry]) -> list[dict[str, Any]]:
    """Share flagged of each outlet with its interval, the surest to be high first.

    Articles without an outlet come last.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry in judged:
        counts[entry.row.outlet][0] += flagged(entry)
        counts[entry.row.outlet][1] += 1
    rows = []
    for outlet, (hits, total) in counts.items():
        low, high = wilson(hits, total)
        share = hits / total
        rows.append(
            {"outlet": outlet, "flagged": hits, "articles": total, "share": share}
            | {"low": low, "high": high}
        )
    return sorted(
        rows, key=lambda row: (row["outlet"] == "", -row["low"], -row["articles"], row["outlet"])
    )


def histogram(judged: Iterable[Entry]) -> list[dict[str, int]]:
    """Articles by score in twentieths: those that pass, and those in review by likeliest cause."""
    bins: list[Counter[str]] = [Counter() for _ in range(BINS)]
    for entry in judged:
        place = min(int(entry.row.score * BINS), BINS - 1)
        bins[place][entry.cause if flagged(entry) else "pass"] += 1
    return [dict(one) for one in bins]


def by_signal(chosen: Iterable[Entry]) -> list[dict[str, Any]]:
    """In how many of the articles each signal fired, the commonest first.

    ``strong`` says whether a mark of the signal counts by itself.
    """
    articles = list(chosen)
    counts = Counter(name for entry in articles for name in entry.row.reasons)
    strong = {mark.signal for entry in articles for mark in entry.marks if is_strong(mark)}
    return [
        {"signal": name, "articles": count, "strong": name in strong}
        for name, count in counts.most_common()
    ]


def timeline(judged: Iterable[Entry]) -> dict[str, Any]:
    """Articles by day, week, month or year of publication, with those flagged.

    ``undated`` counts those without a date that can be read.
    """
    dated: list[tuple[date, bool]] = []
    undated = 0
    for entry in judged:
        day = day_of(entry.row.published)
        if day is None:
            undated += 1
        else:
            dated.append((day, flagged(entry)))
    step = step_for([day for day, _ in dated])
    bars: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for day, hit in dated:
        bar = bars[begin(day, step)]
        bar[0] += hit
        bar[1] += 1
    rows = []
    day = min(bars, default=date.max)
    while day <= max(bars, default=date.min):
        hits, total = bars.get(day, (0, 0))
        rows.append({"from": day.isoformat(), "flagged": hits, "articles": total})
        day = following(day, step)
    return {"step": step, "undated": undated, "bars": rows}


def step_for(days: Sequence[date]) -> str:
    """The finest step whose bars can still be told apart."""
    span = (max(days) - min(days)).days if days else 0
    return next((step for step, length in STEPS if span < length * MOST_BARS), "year")


def begin(day: date, step: str) -> date:
    """The first day of the week, month or year that a day is in.

    >>> begin(date(2026, 3, 5), "week")
    datetime.date(2026, 3, 2)
    """
    if step in ("month", "year"):
        return day.replace(day=1, month=1 if step == "year" else day.month)
    return day - timedelta(days=day.weekday()) if step == "week" else day


def following(day: date, step: str) -> date:
    """The first day of the next step.

    >>> following(date(2026, 12, 1), "month")
    datetime.date(2027, 1, 1)
    """
    return begin(day + timedelta(days={"day": 1, "week": 7, "month": 31, "year": 366}[step]), step)


def day_of(published: str) -> date | None:
    """The day in a date as feeds write it: ISO 8601, or that of e-mail and RSS.

    >>> day_of("2026-03-05T08:00:00Z"), day_of("Thu, 05 Mar 2026 08:00:00 GMT"), day_of("soon")
    (datetime.date(2026, 3, 5), datetime.date(2026, 3, 5), None)
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            day = read(published.strip()).date()
        except (ValueError, TypeError):
            continue
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    return None
