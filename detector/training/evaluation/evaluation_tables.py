"""The tables of an evaluation: what each shows, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from detector.training.evaluation.held_out import AFTER_READING, MOST_READ
from detector.training.evaluation.leave_group_out import COUNTRY
from detector.training.evaluation.text_table import (
    Columns,
    ReportTable,
    Row,
    Rows,
    bounds,
    share,
    table_of,
)
from detector.training.metrics import score_names

N = "{n:.0f}"
FLAGGED: Columns = {"n": N, "flagged": "{flagged:.1%}", "at most (95 %)": "{upper_95:.1%}"}
CAUGHT: Columns = {
    "n": N,
    "caught": partial(bounds, name="flagged"),
    "AUC against news": "{auc_news:.2f}",
}


def report_tables(evaluation: Mapping[str, Any]) -> Iterator[ReportTable]:
    """All tables of an evaluation, the most telling first."""
    yield detection_table(evaluation)
    yield from operating_points(evaluation["detector"]["caught"])
    yield false_alarm_table(evaluation)
    yield calibration(evaluation["detector"]["calibration"])
    own = evaluation["detector"]
    yield from group_tables(own, "")
    if "steadiness" in own:
        yield robustness_table(own["steadiness"])
    if own.get("cut short"):
        yield cut_short(own["cut short"])
    yield synthetic_table(evaluation["synthetic"])
    for kind, rows in evaluation.get("left out", {}).items():
        yield held_out_countries_table(rows) if kind == COUNTRY else held_out_table(kind, rows)
    if "every year" in evaluation:
        yield from group_tables(evaluation["every year"], ", all years")


def detection_table(evaluation: Mapping[str, Any]) -> ReportTable:
    """Shares caught at 1 % of clean news and 5 % of human translations, beside the baselines."""
    scores = score_names(evaluation)
    kinds = evaluation["detector"]["caught"]
    rows = [
        [
            kind,
            f"{row['n']:.0f}",
            *(bounds(evaluation[name]["caught"][kind], "caught") for name in scores),
        ]
        for kind, row in kinds.items()
    ]
    for measure, against in (("auc_news", "news"), ("auc_translations", "human translations")):
        for kind, row in kinds.items():
            if measure in row:
                cells = (f"{evaluation[name]['caught'][kind][measure]:.2f}" for name in scores)
                rows.append([f"AUC against {against}: {kind}", f"{row['n']:.0f}", *cells])
    note = "Bounds: 5 to 95 % of 200 draws of stories and outlets."
    if AFTER_READING.keys() & set(scores):
        note += f" The readers were measured on all clean articles and {MOST_READ} a system."
    return ReportTable("Caught, and AUC", ["", "n", *scores], rows, note)


def operating_points(kinds: Rows) -> Iterator[ReportTable]:
    """The detector at each rate of false alarms on news."""
    rows = [
        [kind, *(bounds(row, f"tpr_{rate}") for rate in ("0.005", "0.01", "0.05"))]
        for kind, row in kinds.items()
    ]
    columns = ["caught at false alarms on news of", "0.5 %", "1 %", "5 %"]
    yield ReportTable("Caught at fixed rates of false alarms on news alone", columns, rows)
    rows = [
        [kind, *(bounds(row, name) for name in ("auc_news", "auc_translations") if name in row)]
        for kind, row in kinds.items()
    ]
    columns = ["AUC", "against news", "against human translations"]
    yield ReportTable("AUC of the detector", columns[: len(rows[0])] if rows else columns, rows)


def false_alarm_table(evaluation: Mapping[str, Any]) -> ReportTable:
    """Share of each clean side flagged at that threshold."""
    rows = [
        [name, side, f"{row['n']:.0f}", share(row["flagged"]), share(row["upper_95"])]
        for name in score_names(evaluation)
        for side, row in evaluation[name]["clean flagged"].items()
    ]
    columns = ["score", "clean side", "n", "flagged", "at most (95 %)"]
    return ReportTable("Clean articles flagged, each side apart", columns, rows)


def calibration(evaluation: Mapping[str, Any]) -> ReportTable:
    """What was stated and what was so."""
    rows = [[f"{said:.2f}", f"{was:.2f}", share(mass)] for said, was, mass in evaluation["curve"]]
    note = f"Expected calibration error {evaluation['ece']:.3f}"
    parts = [
        f"{kind} alone {evaluation[f'ece_{kind}']:.3f}"
        for kind in ("machine", "spun")
        if f"ece_{kind}" in evaluation
    ]
    note = "; ".join([note, *parts]) + "."
    return ReportTable("Calibration", ["probability stated", "share damaged", "of all"], rows, note)


def group_tables(own: Mapping[str, Any], suffix: str) -> Iterator[ReportTable]:
    """Shares flagged by group, then rank correlation with human quality."""
    for name, rows in own.items():
        if name.startswith(("clean by", "translations by")) and rows:
            title, columns = "Flagged wrongly", FLAGGED
        elif name.startswith("machine by") and rows:
            title, columns = "Caught", CAUGHT
        else:
            continue
        yield table_of(f"{title}: {name}{suffix}", rows, name.split(" by ")[1], columns)
    if own["quality"]:
        yield table_of(
            f"Rank correlation of the score with human quality{suffix}",
            own["quality"],
            "language, year, measure",
            {"n": N, "Spearman's rho": "{rho:+.2f} ({rho_low:+.2f} to {rho_high:+.2f})"},
            "Negative where worse translations score higher, as they should.",
        )


def robustness_table(rows: Rows) -> ReportTable:
    """How far typesetting and halving move the score."""
    columns: Columns = {
        "articles it changes": N,
        "median change of score": "{median:.4f}",
        "95th percentile": "{p95:.3f}",
        "mean shift": "{shift:+.4f}",
        "crossed the threshold": "{crossed:.1%}",
    }
    return table_of("How far the score moves", rows, "alteration", columns)


def cut_short(rows: Rows) -> ReportTable:
    """The same articles cut to fewer words."""
    columns: Columns = {
        "news flagged": "{news_flagged:.1%} of {news_n:.0f} (at most {news_upper_95:.1%})",
        "human translations flagged": (
            "{translations_flagged:.1%} (at most {translations_upper_95:.1%})"
        ),
        "machine flagged": "{machine_flagged:.1%}",
        "AUC against news": "{auc_news:.2f}",
        "AUC against translations": "{auc_translations:.2f}",
    }
    return table_of("The same articles cut to their first sentences", rows, "cut to", columns)


def synthetic_table(rows: Rows) -> ReportTable:
    """What the synthetic head finds of language models that it never learned from."""
    columns: Columns = {
        "n": N,
        "AUC against news": "{auc_news:.3f}",
        "at 1 %": partial(bounds, name="tpr_0.01"),
        "at 5 %": partial(bounds, name="tpr_0.05"),
    }
    return table_of("Synthetic head", rows, "language model (held out)", columns)


def held_out_table(kind: str, rows: Rows) -> ReportTable:
    """Damaged groups held out whole, beside the same groups learned from."""
    columns: Columns = {
        "n": N,
        "AUC against news": partial(both, name="auc_news"),
        "against translations": partial(both, name="auc_translations"),
        "caught": partial(bounds, name="caught"),
        "caught when learned from": "{caught_seen:.2f}",
        "gap": partial(bounds, name="caught_gap"),
    }
    note = "AUC: held out whole / learned from. Bounds: 5 to 95 % of draws of stories and outlets."
    return table_of(f"Held out whole: {kind}", rows, kind, columns, note)


def both(row: Row, name: str) -> str:
    """A measure of a group held out whole, and of the same group learned from."""
    return f"{row[name]:.2f} / {row[f'{name}_seen']:.2f}" if name in row else "-"


def held_out_countries_table(rows: Rows) -> ReportTable:
    """Countries held out whole, at a threshold set without them."""
    columns: Columns = {
        "n": N,
        "clean news flagged": "{flagged:.1%} / {flagged_seen:.1%}",
        "at most (95 %)": "{upper_95:.1%} / {upper_95_seen:.1%}",
        "AUC of damaged against it": partial(both, name="auc"),
    }
    note = (
        "Held out whole / learned from, at a threshold set on all other countries. The n-gram "
        "model knows other outlets of the country in both."
    )
    return table_of("Held out whole: country of the outlet", rows, "country", columns, note)
