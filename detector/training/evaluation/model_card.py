"""Figures on the model card: ``card.json`` for programs, ``README.md`` beside it for people.

No figure is typed by hand: the part of ``README.md`` between two marks is written anew by every
``detector evaluate --note``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detector.resources.model_files import load_card, save_card
from detector.training.evaluation.evaluation_tables import report_tables
from detector.training.evaluation.text_table import ReportTable, as_markdown, share
from detector.training.fitting.heads import SHORT_WORDS
from detector.training.metrics import score_names

README = "README.md"
BEGIN = "<!-- measured: written by `detector evaluate --note`, do not edit -->"
END = "<!-- measured: end -->"
# Tables that card.json repeats; the whole evaluation is a hundred times as long.
CARD_TABLES = (
    "caught",
    "clean flagged",
    "clean by country",
    "clean by length",
    "calibration",
    "steadiness",
    "cut short",
)
# Of groups held out, card.json leaves out the figures at other rates and the bounds of what was
# learned from.
OMITTED_FIGURES = ("tpr_", "_seen_low", "_seen_high")
# Sheets that a reader looks up rather than reads.
LONG = ("by system", "all years", "by language", "by year", "correlation")


def note_metrics(result: Mapping[str, Any], folder: Path) -> None:
    """Put an evaluation on the cards of the model in a folder.

    Raises
    ------
    ModelError
        When the folder holds no model with its card.
    """
    card = load_card(folder) | {"metrics": card_metrics(result)}
    save_card(card, folder)
    path = folder / README
    text = path.read_text("utf-8") if path.is_file() else f"# {card['name']}\n"
    path.write_text(with_section(text, measured_section(result, card)), "utf-8", newline="\n")


def card_metrics(result: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an evaluation that ``card.json`` repeats."""
    kept: dict[str, Any] = {}
    for name in score_names(result):
        kept[name] = {key: result[name][key] for key in CARD_TABLES if key in result[name]}
    kept["synthetic"] = result["synthetic"]
    if "left out" in result:
        kept["left out"] = {
            kind: {name: coarse(row) for name, row in rows.items()}
            for kind, rows in result["left out"].items()
        }
    return kept


def coarse(row: Mapping[str, float]) -> dict[str, float]:
    """A row of a group held out without what is too fine for a card."""
    return {
        key: value for key, value in row.items() if not any(part in key for part in OMITTED_FIGURES)
    }


def with_section(text: str, section: str) -> str:
    """The text with the section between its marks, at its end where it has no marks.

    >>> with_section(f"# Model\\n\\n{BEGIN}\\nold\\n{END}\\n\\nMore.", "new").splitlines()[3:5]
    ['new', '<!-- measured: end -->']
    """
    if BEGIN not in text or END not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN, 1)
    return f"{before}{BEGIN}\n{section}\n{END}{rest.split(END, 1)[1]}"


def measured_section(result: Mapping[str, Any], card: Mapping[str, Any]) -> str:
    """All figures as Markdown: those to read first, those to look up folded away."""
    all_tables = list(report_tables(result))
    plain = [table for table in all_tables if not any(word in table.title for word in LONG)]
    long = [table for table in all_tables if table not in plain]
    lines = [*threshold_lines(card), *map(as_markdown, plain)]
    if long:
        lines.append("<details><summary>By language, year, system and length</summary>\n")
        lines += [*map(as_markdown, long), "</details>"]
    return "\n".join(lines)


def threshold_lines(card: Mapping[str, Any]) -> Iterator[str]:
    """The thresholds, and what is guaranteed at each."""
    rows = [
        [
            f"{float(rate):.1%}",
            f"{stated['score']:.3f}",
            f"{stated.get('short_score', stated['score']):.3f}",
            f"{stated['synthetic']:.3f}",
            f"{stated['flagged_clean']} of {stated['n_clean']:,}",
            f"{stated['upper_95']:.2%}",
            share(stated["flagged_translated"]),
        ]
        for rate, stated in card["thresholds"].items()
    ]
    columns = ["meant", "score", "score, short", "synthetic", "clean news flagged"]
    columns += ["guarantee (95 %)", "human translations flagged"]
    yield as_markdown(ReportTable("Thresholds of this model", columns, rows))
    yield from guarantees(card)


def guarantees(card: Mapping[str, Any]) -> Iterator[str]:
    """One sentence a threshold, then what it does not guarantee."""
    for rate, stated in card["thresholds"].items():
        yield (
            f"- At {float(rate):.1%}: with {stated['n_clean']:,} clean news articles, each scored "
            f"by a model that had not seen its outlet, {stated['flagged_clean']} were flagged; so "
            f"at 95 % confidence at most {stated['upper_95']:.2%} of such news."
        )
    yield (
        "\n*Such news* is news of the countries and years on this card: the bound counts chance, "
        f"not another kind of news. Under {card['too_short_words']} words no decision is "
        f"made; a short article has under {SHORT_WORDS}.\n"
    )
