"""The figure of cost against what each tool sees, as PNG and as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.damage_cases import Sight
from benchmarks.peers import OURS

OWN_COLOUR, OTHER_COLOUR = "#b3261e", "#33475b"
DOTS_PER_INCH = 150


class Point(NamedTuple):
    """A tool: what it costs in ``str.split()``s an article, and what it sees."""

    name: str
    ratio: float
    sight: Sight


def draw(points: Sequence[Point], caption: str, path: Path) -> None:
    """Write the figure beside each other as ``path.png`` and ``path.svg``."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # The same points give the same bytes.
    mpl.rcParams["svg.hashsalt"] = "garble-detector"
    figure = Figure(figsize=(9, 5.6), layout="constrained")
    axes = figure.subplots()
    for point, above in zip(points, label_places(points), strict=True):
        plot(axes, point, above)
    axes.set_xscale("log")
    axes.set_xlim(min(p.ratio for p in points) / 2, max(p.ratio for p in points) * 4)
    axes.set_ylim(-4, 104)
    axes.set_xlabel("cost of an article, in str.split()s of its text (processor time)")
    axes.set_ylabel("cases that meet a new objection, %")
    axes.set_title("Filled: damage. Hollow: tempting text that is no damage.", fontsize=10)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    figure.text(0.01, -0.03, caption, fontsize=7, color="#555555")
    figure.savefig(f"{path}.png", dpi=DOTS_PER_INCH, bbox_inches="tight")
    figure.savefig(f"{path}.svg", bbox_inches="tight", metadata={"Date": None})


def plot(axes: Any, point: Point, above: float) -> None:
    """One tool: its two marks, and its name beside the filled one."""
    colour = OWN_COLOUR if point.name.startswith(OURS) else OTHER_COLOUR
    damage, tempting = (100 * share for share in point.sight)
    axes.plot([point.ratio] * 2, [tempting, damage], color=colour, linewidth=1, alpha=0.5)
    axes.plot(point.ratio, tempting, "o", color=colour, markersize=7, fillstyle="none")
    axes.plot(point.ratio, damage, "o", color=colour, markersize=7)
    at = (point.ratio * 1.12, above)
    axes.annotate(point.name, (point.ratio, damage), at, fontsize=8, color=colour, va="center")


def label_places(points: Sequence[Point]) -> list[float]:
    """The heights of the names: each at its mark, or above those that it would cover."""
    placed: list[tuple[float, float]] = []
    heights = {}
    for point in sorted(points, key=lambda one: one.sight.damage):
        height = 100 * point.sight.damage
        near = [own for ratio, own in placed if 1 / 12 < point.ratio / ratio < 12]
        while any(abs(height - own) < 3.5 for own in near):
            height += 0.5
        placed.append((point.ratio, height))
        heights[point] = height
    return [heights[point] for point in points]
