"""The tables of an evaluation: what each shows, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from detector.training.evaluation.held_out import AFTER_READING, MOST_READ
from detector.training.evaluation.leave_group_out import COUNTRY
from detector.training.evaluation.text_table import ReportTable, Rows, bounds, share
from detector.training.metrics import score_names


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
    for name, table in own.items():
        if name.startswith(("clean by", "translations by")) and table:
            rows = [
                [key, f"{row['n']:.0f}", share(row["flagged"]), share(row["upper_95"])]
                for key, row in table.items()
            ]
            columns = [name.split(" by ")[1], "n", "flagged", "at most (95 %)"]
            yield ReportTable(f"Flagged wrongly: {name}{suffix}", columns, rows)
        elif name.startswith("machine by") and table:
            rows = [
                [key, f"{row['n']:.0f}", bounds(row, "flagged"), f"{row['auc_news']:.2f}"]
                for key, row in table.items()
            ]
            columns = [name.split(" by ")[1], "n", "caught", "AUC against news"]
            yield ReportTable(f"Caught: {name}{suffix}", columns, rows)
    if own["quality"]:
        rows = [
            [
                key,
                f"{row['n']:.0f}",
                f"{row['rho']:+.2f} ({row['rho_low']:+.2f} to {row['rho_high']:+.2f})",
            ]
            for key, row in own["quality"].items()
        ]
        note = "Negative where worse translations score higher, as they should."
        columns = ["language, year, measure", "n", "Spearman's rho"]
        yield ReportTable(
            f"Rank correlation of the score with human quality{suffix}", columns, rows, note
        )


def robustness_table(rows: Rows) -> ReportTable:
    """How far typesetting and halving move the score."""
    cells = [
        [
            name,
            f"{row['n']:.0f}",
            f"{row['median']:.4f}",
            f"{row['p95']:.3f}",
            f"{row['shift']:+.4f}",
            share(row["crossed"]),
        ]
        for name, row in rows.items()
    ]
    columns = [
        "alteration",
        "articles it changes",
        "median change of score",
        "95th percentile",
        "mean shift",
        "crossed the threshold",
    ]
    return ReportTable("How far the score moves", columns, cells)


def cut_short(rows: Rows) -> ReportTable:
    """The same articles cut to fewer words."""
    cells = [
        [
            name,
            f"{share(row['news_flagged'])} of {row['news_n']:.0f} (at most "
            f"{share(row['news_upper_95'])})",
            f"{share(row['translations_flagged'])} (at most {share(row['translations_upper_95'])})",
            share(row["machine_flagged"]),
            f"{row['auc_news']:.2f}",
            f"{row['auc_translations']:.2f}",
        ]
        for name, row in rows.items()
    ]
    columns = [
        "cut to",
        "news flagged",
        "human translations flagged",
        "machine flagged",
        "AUC against news",
        "AUC against translations",
    ]
    return ReportTable("The same articles cut to their first sentences", columns, cells)


def synthetic_table(rows: Rows) -> ReportTable:
    """What the synthetic head finds of language models that it never learned from."""
    cells = [
        [
            key,
            f"{row['n']:.0f}",
            f"{row['auc_news']:.3f}",
            bounds(row, "tpr_0.01"),
            bounds(row, "tpr_0.05"),
        ]
        for key, row in rows.items()
    ]
    columns = ["language model (held out)", "n", "AUC against news", "at 1 %", "at 5 %"]
    return ReportTable("Synthetic head", columns, cells)


def held_out_table(kind: str, rows: Rows) -> ReportTable:
    """Damaged groups held out whole, beside the same groups learned from."""
    cells = []
    for name, row in rows.items():
        areas = [
            f"{row[measure]:.2f} / {row[f'{measure}_seen']:.2f}" if measure in row else "-"
            for measure in ("auc_news", "auc_translations")
        ]
        cells.append(
            [
                name,
                f"{row['n']:.0f}",
                *areas,
                bounds(row, "caught"),
                f"{row['caught_seen']:.2f}",
                bounds(row, "caught_gap"),
            ]
        )
    columns = [kind, "n", "AUC against news", "against translations", "caught"]
    columns += ["caught when learned from", "gap"]
    note = "AUC: held out whole / learned from. Bounds: 5 to 95 % of draws of stories and outlets."
    return ReportTable(f"Held out whole: {kind}", columns, cells, note)


def held_out_countries_table(rows: Rows) -> ReportTable:
    """Countries held out whole, at a threshold set without them."""
    cells = [
        [
            name,
            f"{row['n']:.0f}",
            f"{share(row['flagged'])} / {share(row['flagged_seen'])}",
            f"{share(row['upper_95'])} / {share(row['upper_95_seen'])}",
            f"{row['auc']:.2f} / {row['auc_seen']:.2f}",
        ]
        for name, row in rows.items()
    ]
    columns = ["country", "n", "clean news flagged", "at most (95 %)", "AUC of damaged against it"]
    note = (
        "Held out whole / learned from, at a threshold set on all other countries. The n-gram "
        "model knows other outlets of the country in both."
    )
    return ReportTable("Held out whole: country of the outlet", columns, cells, note)
