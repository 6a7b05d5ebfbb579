"""The tables of an evaluation: what each says, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from detector.training.leave_group_out import COUNTRY
from detector.training.metrics import score_names
from detector.training.text_table import Rows, Sheet, bounds, share


def sheets(found: Mapping[str, Any]) -> Iterator[Sheet]:
    """All tables of an evaluation, the most telling first."""
    yield caught(found)
    yield from operating(found["detector"]["caught"])
    yield clean(found)
    yield calibration(found["detector"]["calibration"])
    own = found["detector"]
    yield from groups(own, "")
    if "steadiness" in own:
        yield steadiness(own["steadiness"])
    if own.get("cut short"):
        yield cut_short(own["cut short"])
    yield synthetic(found["synthetic"])
    for kind, rows in found.get("left out", {}).items():
        yield countries(rows) if kind == COUNTRY else left_out(kind, rows)
    if "every year" in found:
        yield from groups(found["every year"], ", all years")


def caught(found: Mapping[str, Any]) -> Sheet:
    """Shares caught at 1 % of clean news and 5 % of human translations, beside the baselines."""
    scores = score_names(found)
    kinds = found["detector"]["caught"]
    rows = [
        [
            kind,
            f"{row['n']:.0f}",
            *(bounds(found[name]["caught"][kind], "caught") for name in scores),
        ]
        for kind, row in kinds.items()
    ]
    for measure, against in (("auc_news", "news"), ("auc_translations", "human translations")):
        for kind, row in kinds.items():
            if measure in row:
                cells = (f"{found[name]['caught'][kind][measure]:.2f}" for name in scores)
                rows.append([f"AUC against {against}: {kind}", f"{row['n']:.0f}", *cells])
    note = "Bounds: 5 to 95 % of 200 draws of stories and outlets."
    return Sheet("Caught, and AUC", ["", "n", *scores], rows, note)


def operating(kinds: Rows) -> Iterator[Sheet]:
    """The detector at each rate of false alarms on news."""
    rows = [
        [kind, *(bounds(row, f"tpr_{rate}") for rate in ("0.005", "0.01", "0.05"))]
        for kind, row in kinds.items()
    ]
    columns = ["caught at false alarms on news of", "0.5 %", "1 %", "5 %"]
    yield Sheet("Caught at fixed rates of false alarms on news alone", columns, rows)
    rows = [
        [kind, *(bounds(row, name) for name in ("auc_news", "auc_translations") if name in row)]
        for kind, row in kinds.items()
    ]
    columns = ["AUC", "against news", "against human translations"]
    yield Sheet("AUC of the detector", columns[: len(rows[0])] if rows else columns, rows)


def clean(found: Mapping[str, Any]) -> Sheet:
    """Share of each clean side flagged at that threshold."""
    rows = [
        [name, side, f"{row['n']:.0f}", share(row["flagged"]), share(row["upper_95"])]
        for name in score_names(found)
        for side, row in found[name]["clean flagged"].items()
    ]
    columns = ["score", "clean side", "n", "flagged", "at most (95 %)"]
    return Sheet("Clean articles flagged, each side apart", columns, rows)


def calibration(found: Mapping[str, Any]) -> Sheet:
    """What was stated and what was so."""
    rows = [[f"{said:.2f}", f"{was:.2f}", share(mass)] for said, was, mass in found["curve"]]
    note = f"Expected calibration error {found['ece']:.3f}"
    parts = [
        f"{kind} alone {found[f'ece_{kind}']:.3f}"
        for kind in ("machine", "spun")
        if f"ece_{kind}" in found
    ]
    note = "; ".join([note, *parts]) + "."
    return Sheet("Calibration", ["probability stated", "share damaged", "of all"], rows, note)


def groups(own: Mapping[str, Any], suffix: str) -> Iterator[Sheet]:
    """Shares flagged by group, then rank correlation with human quality."""
    for name, table in own.items():
        if name.startswith(("clean by", "translations by")) and table:
            rows = [
                [key, f"{row['n']:.0f}", share(row["flagged"]), share(row["upper_95"])]
                for key, row in table.items()
            ]
            columns = [name.split(" by ")[1], "n", "flagged", "at most (95 %)"]
            yield Sheet(f"Flagged wrongly: {name}{suffix}", columns, rows)
        elif name.startswith("machine by") and table:
            rows = [
                [key, f"{row['n']:.0f}", bounds(row, "flagged"), f"{row['auc_news']:.2f}"]
                for key, row in table.items()
            ]
            columns = [name.split(" by ")[1], "n", "caught", "AUC against news"]
            yield Sheet(f"Caught: {name}{suffix}", columns, rows)
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
        yield Sheet(
            f"Rank correlation of the score with human quality{suffix}", columns, rows, note
        )


def steadiness(rows: Rows) -> Sheet:
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
    return Sheet("How far the score moves", columns, cells)


def cut_short(rows: Rows) -> Sheet:
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
    return Sheet("The same articles cut to their first sentences", columns, cells)


def synthetic(rows: Rows) -> Sheet:
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
    return Sheet("Synthetic head", columns, cells)


def left_out(kind: str, rows: Rows) -> Sheet:
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
    return Sheet(f"Held out whole: {kind}", columns, cells, note)


def countries(rows: Rows) -> Sheet:
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
    return Sheet("Held out whole: country of the outlet", columns, cells, note)
