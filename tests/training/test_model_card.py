"""The model card for people: its figures are written between two marks, and nothing else is."""

from __future__ import annotations

import json

import pytest

from detector.model.pipeline import ModelError
from detector.training.evaluation.model_card import BEGIN, END, README, note_metrics, with_section
from detector.training.evaluation.typesetting_changes import (
    contract_verbs,
    to_curly_quotes,
    truncate,
    wrap_paragraphs,
    write_out_contractions,
)

SIDE = {"n": 50, "flagged": 0.02, "upper_95": 0.1}
CAUGHT = {"n": 40.0, "auc_news": 0.8, "tpr_0.005": 0.1, "tpr_0.01": 0.2, "tpr_0.05": 0.4} | {
    "caught": 0.25,
    "caught_low": 0.2,
    "caught_high": 0.3,
}
LEFT = {
    f"{name}{suffix}": value
    for name, value in {"caught": 0.2, "auc_news": 0.7, "tpr_0.01": 0.2}.items()
    for suffix in ("", "_seen", "_gap", "_low", "_high", "_seen_low")
}
FOUND = {
    "detector": {
        "caught": {"machine": CAUGHT},
        "clean flagged": {"native news": SIDE},
        "clean by country": {"US": SIDE},
        "quality": {},
        "calibration": {"ece": 0.02, "curve": [[0.1, 0.12, 1.0]]},
    },
    "synthetic": {},
    "left out": {"spinner": {"swaps_single": {"n": 40.0} | LEFT}},
}
STATED = {
    "score": 0.77,
    "synthetic": 0.9,
    "n_clean": 14815,
    "flagged_clean": 131,
    "upper_95": 0.0102,
    "flagged_translated": 0.02,
}


@pytest.fixture
def folder(tmp_path):
    card = {"name": "ours", "thresholds": {"0.01": STATED}, "too_short_words": 100, "digests": {}}
    (tmp_path / "card.json").write_text(json.dumps(card), "utf-8")
    (tmp_path / "pipeline.skops").write_bytes(b"")
    return tmp_path


def test_figures_come_between_the_marks_and_nothing_else_changes(folder):
    (folder / README).write_text(f"# Ours\n\n{BEGIN}\nold\n{END}\n\n## Known failures\n", "utf-8")
    note_metrics(FOUND, folder)
    text = (folder / README).read_text("utf-8")
    assert text.startswith("# Ours\n") and text.endswith("## Known failures\n")
    assert "\nold\n" not in text and "0.25 (0.20 to 0.30)" in text
    assert "with 14,815 clean news articles" in text and "at most 1.02% of such news" in text
    note_metrics(FOUND, folder)
    assert (folder / README).read_text("utf-8") == text


def test_a_model_of_ones_own_gets_a_card_to_read(folder):
    note_metrics(FOUND, folder)
    text = (folder / README).read_text("utf-8")
    assert text.startswith("# ours\n") and "Held out whole: spinner" in text


def test_the_card_for_programs_is_coarse(folder):
    note_metrics(FOUND, folder)
    metrics = json.loads((folder / "card.json").read_text("utf-8"))["metrics"]
    row = metrics["left out"]["spinner"]["swaps_single"]
    assert {"caught", "caught_seen", "caught_gap"} <= set(row)
    assert not any(key.startswith("tpr_") for key in row)
    assert metrics["detector"]["caught"]["machine"]["caught"] == 0.25


def test_a_folder_without_a_model_is_told(tmp_path):
    with pytest.raises(ModelError):
        note_metrics(FOUND, tmp_path)


def test_a_text_without_marks_gets_the_section_at_its_end():
    assert with_section("# Ours", "new") == f"# Ours\n\n{BEGIN}\nnew\n{END}\n"


def test_alterations_change_what_they_say():
    text = "He said: \"It's 'shut'.\" They have said it will not do, and it is late."
    assert to_curly_quotes(text).startswith("He said: “It’s ‘shut’.” They")
    assert contract_verbs("They have said it will not do.") == "They’ve said it won’t do."
    assert (
        write_out_contractions(contract_verbs("We do not know. It cannot be."))
        == "We do not know. It cannot be."
    )
    assert (
        write_out_contractions("The mayor's car, and it's been late.")
        == "The mayor's car, and it's been late."
    )


def test_wrapping_leaves_the_words_and_the_paragraphs():
    text = "\n\n".join(["The council met on Tuesday and agreed to open the road again. " * 3] * 2)
    found = wrap_paragraphs(text)
    assert found.split() == text.split() and found.count("\n\n") == 1
    assert max(map(len, found.splitlines())) <= 72
    # Lines that were broken already are joined before they are broken anew.
    assert wrap_paragraphs(found) == found


def test_cuts_are_whole_sentences():
    assert truncate("The bridge is shut. It stays shut.", 4) == "The bridge is shut."
    assert truncate("", 50) == ""
