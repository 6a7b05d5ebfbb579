"""The figures of an evaluation: what is caught, and whether the probabilities are honest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detector.training.metrics import score_names
from detector.writers.figure_files import prepare_matplotlib


def draw(evaluation: Mapping[str, Any], folder: Path) -> None:
    """Write ``caught.png`` and ``calibration.png`` to a folder.

    Raises
    ------
    ValueError
        When matplotlib is not installed.
    """
    prepare_matplotlib(folder, "train")
    draw_caught(evaluation, folder / "caught.png")
    draw_calibration(evaluation["detector"]["calibration"], folder / "calibration.png")


def draw_caught(evaluation: Mapping[str, Any], path: Path) -> None:
    """Bars of the share caught, one group a kind of damage, one bar a score."""
    from matplotlib import pyplot

    scores = score_names(evaluation)
    kinds = list(evaluation["detector"]["caught"])
    figure, axes = pyplot.subplots(figsize=(9, 1 + 0.6 * len(kinds)))
    height = 0.8 / len(scores)
    for number, score in enumerate(scores):
        rows = [evaluation[score]["caught"][kind] for kind in kinds]
        shares = [row["caught"] for row in rows]
        low = [max(row["caught"] - row["caught_low"], 0) for row in rows]
        high = [max(row["caught_high"] - row["caught"], 0) for row in rows]
        places = [place + number * height for place in range(len(kinds))]
        axes.barh(places, shares, height, xerr=[low, high], label=score)
    axes.set_yticks([place + 0.4 - height / 2 for place in range(len(kinds))], kinds)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("caught at 1 % of clean news and 5 % of human translations")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def draw_calibration(calibration: Mapping[str, Any], path: Path) -> None:
    """Share damaged against the probability stated, with the size of each bin as a dot."""
    from matplotlib import pyplot

    stated, was, mass = zip(*calibration["curve"], strict=True)
    figure, axes = pyplot.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey")
    axes.plot(stated, was)
    axes.scatter(stated, was, s=[600 * share for share in mass], alpha=0.5)
    axes.set_xlabel("probability stated")
    axes.set_ylabel("share damaged")
    axes.set_title(f"expected calibration error {calibration['ece']:.3f}")
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
