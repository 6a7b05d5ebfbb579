"""The collection as plots for slides and reports, each as PNG and as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from detector.causes import CAUSE_OF, HEADS
from detector.review.entries import ReviewCollection
from detector.review.summary import BINS, summarise
from detector.signals.why import meaning
from detector.writers.figure_files import prepare_matplotlib

COLOURS = {"pass": "#e4e1d8"} | {key: CAUSE_OF[key].style.plot for key in HEADS}
HATCHES = {"pass": ""} | {key: CAUSE_OF[key].style.hatch for key in HEADS}
NAMES = {"pass": "passed"} | {key: CAUSE_OF[key].label for key in HEADS}
EDGE = "#555555"
ACCENT = "#1d4f7c"
# Lines of a plot that can still be read on a slide (made up).
MOST_LINES = 20
LONGEST_LABEL = 60

Summary = Mapping[str, Any]


def draw(collection: ReviewCollection, folder: Path) -> list[Path]:
    """Write the plots to a folder and return their paths.

    ``scores`` (histogram by cause), ``outlets`` (share flagged, with intervals), ``signals`` (by
    frequency in what goes to review) and, where dates are known, ``timeline``.

    Raises
    ------
    ValueError
        When matplotlib is not installed.
    """
    prepare_matplotlib(folder, "desk")
    summary = summarise(collection)
    plots: dict[str, Callable[[Any, Summary], None]] = {
        "scores": lambda axes, counts: draw_scores(axes, counts, collection.thresholds.score),
        "outlets": draw_outlets,
        "signals": draw_signals,
    }
    if len(summary["timeline"]["bars"]) > 1:
        plots["timeline"] = draw_timeline
    return [path for name, plot in plots.items() for path in save(name, plot, summary, folder)]


def save(
    name: str, plot: Callable[[Any, Summary], None], summary: Summary, folder: Path
) -> Iterator[Path]:
    """Draw one plot and write it twice."""
    import matplotlib
    from matplotlib import pyplot

    # The date and random names of parts would make two files of the same data differ.
    with matplotlib.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        lines = min(len(summary.get(name, ())), MOST_LINES)
        tall = 1.4 + 0.34 * lines if name in ("outlets", "signals") else 4.2
        figure, axes = pyplot.subplots(figsize=(8, tall), layout="constrained")
        plot(axes, summary)
        axes.spines[["top", "right"]].set_visible(False)
        for ending, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
            path = folder / f"{name}.{ending}"
            figure.savefig(path, dpi=150, metadata=metadata)
            yield path
        pyplot.close(figure)


def draw_scores(axes: Any, summary: Summary, threshold: float) -> None:
    """Articles by score, stacked: those that pass, and those in review by likeliest cause."""
    places = [(place + 0.5) / BINS for place in range(BINS)]
    floor = [0] * BINS
    for name in ("pass", *HEADS):
        counts = [bin_.get(name, 0) for bin_ in summary["histogram"]]
        axes.bar(
            places,
            counts,
            0.94 / BINS,
            floor,
            label=NAMES[name],
            color=COLOURS[name],
            hatch=HATCHES[name],
            edgecolor=EDGE if name == "pass" else "white",
            linewidth=0.4,
        )
        floor = [below + count for below, count in zip(floor, counts, strict=True)]
    axes.axvline(threshold, color="black", linestyle="--", linewidth=1)
    axes.set_xlim(0, 1)
    axes.set_xlabel(f"score (dashed: review from {threshold:.2f})")
    # The few in review would not be seen beside the many that pass.
    axes.set_yscale("function", functions=(np.sqrt, np.square))
    axes.set_ylabel("articles (square root)")
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.legend(frameon=False)
    axes.set_title("Articles by score and likeliest cause", loc="left")


def draw_outlets(axes: Any, summary: Summary) -> None:
    """Share flagged of each outlet, with its 95 % interval."""
    rows = summary["outlets"][:MOST_LINES][::-1]
    names = [plain(f"{row['outlet'] or 'no outlet named'} ({row['articles']:,})") for row in rows]
    shares = [row["share"] for row in rows]
    below = [max(row["share"] - row["low"], 0) for row in rows]
    above = [max(row["high"] - row["share"], 0) for row in rows]
    axes.errorbar(shares, range(len(rows)), xerr=[below, above], fmt="o", color=ACCENT, capsize=3)
    axes.set_yticks(range(len(rows)), names)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel("share that goes to review (Wilson interval, 95 %)")
    axes.set_title("Outlets by share flagged (articles)", loc="left")


def draw_signals(axes: Any, summary: Summary) -> None:
    """In how many of the articles in review each signal fired."""
    rows = summary["signals"][:MOST_LINES][::-1]
    names = [plain(meaning(row["signal"])) for row in rows]
    axes.barh(range(len(rows)), [row["articles"] for row in rows], color=ACCENT)
    axes.set_yticks(range(len(rows)), names)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("articles in review")
    axes.set_title("Signs found in what goes to review", loc="left")


def draw_timeline(axes: Any, summary: Summary) -> None:
    """Articles over time, with those that go to review."""
    bars, step = summary["timeline"]["bars"], summary["timeline"]["step"]
    places = range(len(bars))
    flagged = [bar["flagged"] for bar in bars]
    rest = [bar["articles"] - bar["flagged"] for bar in bars]
    axes.bar(places, flagged, 0.9, label="to review", color=ACCENT)
    axes.bar(places, rest, 0.9, flagged, label="passed", color=COLOURS["pass"], edgecolor=EDGE)
    every = max(len(bars) // 8, 1)
    shown = {"month": 7, "year": 4}.get(step, 10)
    names = [bar["from"][:shown] for bar in bars]
    axes.set_xticks(list(places)[::every], names[::every], rotation=30, ha="right")
    axes.set_ylabel("articles")
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.legend(frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 1))
    axes.set_title(f"Articles by {step}", loc="left")


def plain(label: str) -> str:
    """A label on one line; a dollar sign in an outlet's name starts no formula."""
    line = " ".join(label.split()).replace("$", r"\$")
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"
