"""One article in the terminal: its marks highlighted, their causes, and how the score adds up."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from detector.article import Article
from detector.causes import CAUSES
from detector.detector import Detector
from detector.features.readability import readability_scores
from detector.review.entries import ScoreBreakdown
from detector.review.judging import breakdown
from detector.review.wording import strongest
from detector.signals.why import meaning
from detector.text.visible import truncate_line, visible
from detector.verdict import JUDGED, Readability, Verdict

# Colours that stay apart for colour-blind readers; the cause is printed beside each mark too.
STYLES = {cause.key: cause.style.terminal for cause in CAUSES}
LONGEST_MARK, LONGEST_NAME = 60, 500
# A bar for 0, 1, 2 ... nats a token; and the level of sentences that are named.
BARS, STRANGE = "▁▂▃▄▅▆▇█", 2


def explain(article: Article, detector: Detector, *, colour: bool = True) -> RenderableType:
    """Render an article with its verdict for rich; without colour the marks are in brackets."""
    [assessed] = detector.assess([article])
    verdict = detector.conclude(assessed)
    return Group(
        headline(article, verdict, detector),
        Text(),
        highlight(article.text, verdict) if colour else bracket(article.text, verdict),
        Text(),
        *strip(article.text, verdict),
        marks_table(verdict),
        Text(),
        sum_table(verdict, breakdown(verdict.likeliest_cause, assessed, detector)),
    )


def headline(article: Article, verdict: Verdict, detector: Detector) -> Text:
    """The decision in a line, with what it is measured against."""
    threshold = detector.thresholds
    least = threshold.limit(verdict)
    line = Text(f"{verdict.decision}", style="bold")
    line.append(
        f"  score {verdict.score:.3f} (review from {least:.3f}): "
        f"translation {verdict.translation:.3f}, spin {verdict.spin:.3f}, "
        f"synthetic {verdict.synthetic:.3f} (review from {threshold.synthetic:.3f}); "
        f"debris {verdict.debris:.1f} per 1,000 words",
        style="not bold",
    )
    name = truncate_line(article.path or article.id or "article", LONGEST_NAME)
    line.append(f"\n{verdict.why}", style="not bold")
    line.append(f"\n{name}, {verdict.words} words", style="dim")
    if verdict.decision in JUDGED:
        line.append(f"\n{readability_line(readability_scores(article.text))}", style="dim")
    return line


def readability_line(measured: Readability) -> str:
    """How hard an article is to read.

    >>> readability_line(Readability(54.23, 9.84, 0.218))
    'Flesch reading ease 54.2, school grade 9.8, 22% difficult words'
    """
    ease, grade, difficult = measured
    words = f"{100 * difficult:.0f}% difficult words"
    return f"Flesch reading ease {ease:.1f}, school grade {grade:.1f}, {words}"


def highlight(text: str, verdict: Verdict) -> Text:
    """The whole text with every mark in the colour of its cause."""
    shown = Text(visible(text))
    for mark in reversed(verdict.evidence):
        shown.stylize(STYLES[mark.cause], mark.start, mark.end)
    for start, end in verdict.figures_suspect:
        shown.stylize("underline", start, end)
    return shown


def bracket(text: str, verdict: Verdict) -> Text:
    """The whole text with every mark in brackets, for a pipe or a terminal without colour.

    Of marks that overlap the first and longest is shown; the table below has them all.
    """
    shown, place = Text(), 0
    for mark in sorted(verdict.evidence, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= place:
            shown.append(visible(text[place : mark.start]))
            shown.append(f"⟦{visible(text[mark.start : mark.end])}⟧")
            place = mark.end
    return shown.append(visible(text[place:]))


def strip(text: str, verdict: Verdict) -> Iterator[Text]:
    """How oddly each sentence reads, in bars, and the strangest in words; where it was read."""
    read = verdict.sentence_surprisal
    if read:
        bars = "".join(BARS[min(int(one.surprisal), len(BARS) - 1)] for one in read)
        line = Text("How oddly each sentence of the opening reads, calm ")
        yield line.append(bars, style="bold").append(" strange (nats a token)")
        for one in read:
            if one.level == STRANGE:
                begun = truncate_line(visible(text[one.start : one.end]), LONGEST_MARK)
                yield Text(f"  {one.surprisal:.1f} at {one.start}-{one.end}: {begun}")
        yield Text()


def marks_table(verdict: Verdict) -> RenderableType:
    """The marks in reading order."""
    if not verdict.evidence:
        return Text("No single mark: what adds up is the wording as a whole.")
    table = Table(box=None, pad_edge=False)
    for name in ("cause", "signal", "at"):
        table.add_column(name, no_wrap=True, overflow="fold")
    table.add_column("mark")
    table.add_column("what is odd")
    for mark in sorted(verdict.evidence, key=lambda mark: mark.start):
        table.add_row(
            Text(mark.cause, style=STYLES[mark.cause]),
            mark.signal,
            f"{mark.start}-{mark.end}",
            Text(truncate_line(mark.text, LONGEST_MARK)),
            Text(visible(mark.note or meaning(mark.signal))),
        )
    return table


def sum_table(verdict: Verdict, sums: ScoreBreakdown) -> RenderableType:
    """The log-odds of the strongest cause, signals and families of features, down to the sum."""
    table = Table(title=f"How {sums.cause} adds up (log-odds)", box=None, title_justify="left")
    table.add_column("what")
    table.add_column("adds", justify="right")
    table.add_column("what it measures")
    shown, rest = strongest(sums.parts)
    for name, measures, value in shown:
        table.add_row(name, f"{value:+.2f}", Text(measures, style="dim"))
    table.add_row("everything else", f"{rest:+.2f}")
    table.add_row(Text("sum", style="bold"), f"{sums.total:+.2f}")
    table.add_row(Text("as a calibrated probability"), f"{verdict.probabilities[sums.cause]:.3f}")
    return table
