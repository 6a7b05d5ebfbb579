"""Decisions flow back: `evaluate --decisions` and `train --decisions` as a desk meets them."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner
from newsroom import article, write_own_articles
from places import SAMPLES

from detector.cli.commands import main
from detector.cli.train_decisions import decisions_with_texts
from detector.model.pipeline import load_pipeline
from detector.resources.model_files import load_card
from detector.review.events import text_digest
from detector.review.store import DecisionStore, ScoreSnapshot
from detector.training.decisions import decision_value
from detector.training.fitting.reference_measurements import (
    REFERENCE_FILE,
    read_reference,
    reference_thresholds,
)

SAID = {
    "01_substation-visit.txt": ("review", "translation", 0.99),
    "02_grain-corridor.txt": ("review", "translation", 0.98),
    "07_transit-walkout.txt": ("Review ", "spin", 0.9),
    "20_village-grocery.txt": ("PASS", "", 0.55),
    "21_island-ferry.txt": ("pass", "", 0.2),
    "22_oyster-losses.txt": ("?", "", 0.6),
    "17_dam-release.txt": ("", "", 0.1),
}


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def filled(tmp_path):
    """A review CSV that an analyst filled in a spreadsheet of Germany."""
    path = tmp_path / "filled.csv"
    names = ("id", "path", "decision", "score", "outlet", "reviewer_decision", "reviewer_cause")
    with path.open("w", encoding="cp1252", newline="") as stream:
        table = csv.writer(stream, delimiter=";")
        table.writerow(names)
        for name, (word, cause, score) in SAID.items():
            cells = (name, SAMPLES / name, "review", str(score).replace(".", ","), f"o-{name[:2]}")
            table.writerow((*cells, word, cause))
    return path


def test_the_desks_precision_and_a_threshold_for_its_budget(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(decision_value, "FEWEST_DECISIONS", 5)
    output = tmp_path / "worth.json"
    done = run("evaluate", "--decisions", filled, "--budget", "5", "-o", output)
    assert done.exit_code == 0, done.output
    found = json.loads(output.read_text("utf-8"))
    best = found["budget"]
    assert (best["articles"], best["decided"], best["unsure"], best["worth"]) == (5, 4, 1, 3)
    assert best["threshold"] == pytest.approx(0.5499)
    assert "3 were worth the look: 75% (19% to 99%)" in " ".join(done.stdout.split())
    rows = {row["threshold"]: row["precision"] for row in found["by_threshold"]}
    assert rows[0.8] == 1.0 and rows[0.5] == 0.75


def test_the_store_can_be_measured_too(tmp_path):
    store = DecisionStore(tmp_path / "desk.sqlite")
    for name, word in (("a", "review"), ("b", "pass")):
        store.add(
            {"id": name, "path": "p", "decision": word, "reviewer": "Ann"}, ScoreSnapshot(0.8, "m")
        )
    store.add(
        {"id": "a", "path": "p", "decision": "pass", "reviewer": "Bo"}, ScoreSnapshot(0.8, "m")
    )
    store.close()
    output = tmp_path / "worth.json"
    done = run("evaluate", "--decisions", store.path, "-o", output)
    assert done.exit_code == 0
    found = json.loads(output.read_text("utf-8"))
    row = found["by_threshold"][0]
    assert (row["decided"], row["unsure"], row["worth"]) == (1, 1, 0)
    assert found["budget"] is None and "--threshold" not in done.stdout
    assert "1 decision: too few to recommend a threshold; it takes 100." in done.stdout


def test_gathered_decisions_are_measured_without_complaint(filled, tmp_path):
    """Their lines have the columns of a review file, but what stands there is an analyst's word."""
    gathered = tmp_path / "gathered.jsonl"
    assert run("decisions", "gather", filled, "-o", gathered).exit_code == 0
    done = run("evaluate", "--decisions", gathered, "-o", tmp_path / "worth.json")
    assert done.exit_code == 0 and "`decision` is" not in done.output
    row = json.loads((tmp_path / "worth.json").read_text("utf-8"))["by_threshold"][0]
    assert (row["articles"], row["unsure"], row["worth"]) == (5, 1, 3)


def test_the_shipped_model_is_adapted_and_used(filled, tmp_path):
    model = tmp_path / "ours"
    done = run("train", "--decisions", filled, "-o", model)
    assert done.exit_code == 0, done.output
    card = load_card(model)
    told = card["adapted"]
    assert (told["decisions"], told["damaged"], told["outlets"]) == (5, 3, 5)
    assert card["name"].startswith(load_card()["name"] + "+") and card["metrics"] == {}
    scores, incoming = {}, tmp_path / "incoming"
    incoming.mkdir()
    for name in SAID:
        shutil.copy(SAMPLES / name, incoming)
    for name, place in (("shipped", ()), ("ours", ("--model", model))):
        output = tmp_path / f"{name}.jsonl"
        assert run("score", incoming, "-q", "-o", output, *place).exit_code == 0
        rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
        scores[name] = {row["id"]: row["score"] for row in rows if row["score"] is not None}
        names = {row["model"].removesuffix("+small-reader") for row in rows}
        assert names == {load_card(*place[1:])["name"]}
    changed = {name: scores["ours"][name] - scores["shipped"][name] for name in scores["ours"]}
    assert changed["20_village-grocery.txt"] < 0
    assert changed["07_transit-walkout.txt"] > -0.02
    assert any(changed.values())


@pytest.mark.parametrize("kind", ["store", "review.csv", "review.xlsx"])
def test_a_text_that_has_got_the_name_of_the_one_decided_on_teaches_nothing(
    tmp_path, monkeypatch, kind
):
    """A feed without ids, of Monday and of Tuesday: one article is new, and stands first."""
    monkeypatch.chdir(tmp_path)
    wire = tmp_path / "wire.jsonl"
    texts = [(SAMPLES / name).read_text("utf-8") for name in SAID]
    write_feed(wire, texts[2:4])
    if kind == "store":
        decided = tmp_path / "desk.sqlite"
        store = DecisionStore(decided)
        for number, text in enumerate(texts[2:4], 1):
            said = {"id": f"wire.jsonl#{number}", "path": "wire.jsonl", "decision": "review"}
            store.add(said | {"reviewer": "Ann"}, ScoreSnapshot(digest=text_digest(text)))
        store.close()
    else:
        decided = tmp_path / kind
        run("score", "wire.jsonl", "-q", "-o", decided)
        fill_all(decided, "review")
    assert [text for _, text in decisions_with_texts([decided])] == texts[2:4]
    write_feed(wire, [texts[0], *texts[2:4]])
    assert list(decisions_with_texts([decided])) == []


def write_feed(path, texts):
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")


def fill_all(path, word):
    """Decide on every row, in a CSV or in a workbook."""
    if path.suffix == ".csv":
        rows = pd.read_csv(path, dtype=str).assign(reviewer_decision=word)
        rows.sort_values("id").to_csv(path, index=False)
        return
    rows = pd.read_excel(path).assign(reviewer_decision=word)
    rows.sort_values("id").to_excel(path, index=False)


def test_decisions_join_the_corpora(tmp_path):
    own = write_own_articles(tmp_path / "ours.jsonl")
    decided = tmp_path / "filled.csv"
    lines = [f"{name},{SAMPLES / name},{word},{c}" for name, (word, c, _) in SAID.items()]
    decided.write_text("id,path,reviewer_decision,reviewer_cause\n" + "\n".join(lines), "utf-8")
    done = run("train", own, "--decisions", decided, "-o", tmp_path / "model")
    assert done.exit_code == 0, done.output
    card = load_card(tmp_path / "model")
    assert done.stdout.splitlines()[-1] == card["signature"]
    assert card["articles"]["news"] == 32 and card["articles"]["machine"] == 32
    pipeline = load_pipeline(tmp_path / "model")
    assert pipeline.predict_proba(["A text."]).shape == (1, 4)
    reference = read_reference(tmp_path / "model", pipeline[-1].names)
    assert reference is not None and len(reference.matrix) == sum(card["articles"].values())
    assert next(len(s.text.split()) for s in reference.dataset.samples if s.kind == "news") > 50
    assert set(reference_thresholds(pipeline[-1], reference)) == set(card["thresholds"])
    assert read_reference(tmp_path / "model", ("other",)) is None
    again = run(
        "train", "--decisions", decided, "--model", tmp_path / "model", "-o", tmp_path / "b"
    )
    assert again.exit_code == 0, again.output
    assert "no readings" not in again.stderr
    assert (tmp_path / "b" / REFERENCE_FILE).is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("train",), "give DATA"),
        (("evaluate",), "give DATA"),
        (("evaluate", "{samples}", "--decisions", "x.csv"), "not both"),
        (("train", "--decisions", "nothing.csv"), "there is no file nothing.csv"),
        (("train", "--decisions", "{lost}"), "nothing to learn from"),
        (("evaluate", "--decisions", "{lost}"), "no article has a score"),
    ],
)
def test_what_is_missing_is_told(tmp_path, arguments, words):
    lost = tmp_path / "lost.csv"
    lost.write_text("id,path,reviewer_decision\n1,gone.txt,pass\n", "utf-8")
    places = {"samples": SAMPLES, "lost": lost}
    done = run(*(one.format(**places) for one in arguments))
    assert done.exit_code in (2, 4)
    assert words in done.output


@pytest.fixture
def moved(tmp_path, monkeypatch):
    """A review file that was made in another folder than the one we stand in."""
    made, elsewhere = tmp_path / "made", tmp_path / "elsewhere"
    made.mkdir(), elsewhere.mkdir()
    lines = [json.dumps({"id": f"a{n}", "text": article("news", n)}) for n in range(3)]
    (made / "wire.jsonl").write_text("\n".join(lines), "utf-8")
    monkeypatch.chdir(made)
    review = str(elsewhere / "review.csv")
    assert CliRunner().invoke(main, ["score", "wire.jsonl", "-o", review]).exit_code == 0
    monkeypatch.chdir(elsewhere)
    return made, elsewhere


def test_a_report_without_its_texts_says_where_to_stand(moved):
    done = CliRunner().invoke(main, ["report", "review.csv", "-o", "report.html"])
    assert done.exit_code == 4
    assert "0 of 3 texts found" in done.output and "--root" in done.output
    assert not (moved[1] / "report.html").exists()


def test_a_report_finds_its_texts_from_a_root_and_keeps_the_ranks(moved):
    path = moved[1] / "review.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row, rank in zip(rows, ("7", "9", "8"), strict=True):
        row["rank"] = rank
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    command = ["report", "review.csv", "-o", "report.html", "--root", str(moved[0])]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "texts found" not in done.output
    page = (moved[1] / "report.html").read_text("utf-8")
    assert sorted(set(re.findall(r'"rank":(\d+)', page))) == ["7", "8", "9"]


@pytest.mark.parametrize(
    ("arguments", "ending"),
    [
        (("decisions", "export", SAMPLES, "--tool", "label-studio", "-o", "tasks.xml"), ".json"),
        (("decisions", "gather", "review.csv", "-o", "decisions.csv"), ".jsonl"),
        (("report", SAMPLES, "-o", "report.pdf"), ".html"),
        (("stories", SAMPLES, "-o", "stories.csv"), ".jsonl or .parquet"),
    ],
)
def test_an_output_of_another_kind_is_refused_before_anything_is_read(
    tmp_path, monkeypatch, arguments, ending
):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code == 2 and f"does not end in {ending}" in done.output
    assert not any(tmp_path.iterdir())
