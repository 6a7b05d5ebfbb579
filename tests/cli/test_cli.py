"""The ``detector`` command as a user meets it: its output, its words, its exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pandas as pd
import pytest
from click.testing import CliRunner
from places import ROOT, SAMPLES

from detector.cli.commands import main
from detector.writers import COLUMNS

GARBLED = SAMPLES / "02_grain-corridor.txt"
CLEAN = SAMPLES / "20_village-grocery.txt"


@pytest.fixture
def run():
    def invoke(*args, **kwargs):
        return CliRunner().invoke(main, [str(arg) for arg in args], **kwargs)

    return invoke


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The samples as review CSV, as a pandas frame."""
    output = tmp_path_factory.mktemp("scored") / "review.csv"
    done = CliRunner().invoke(main, ["score", str(SAMPLES), "-o", str(output)])
    assert done.exit_code == 0, done.stderr
    return pd.read_csv(output, dtype=str, keep_default_na=False)


def test_the_row_of_the_contract(scored):
    assert tuple(scored.columns) == COLUMNS
    assert list(scored["rank"]) == [str(n) for n in range(1, len(scored) + 1)]
    assert set(scored["decision"]) == {"review", "pass", "too_short", "not_english"}
    assert (scored["reviewer_decision"] == "").all()


def test_decisions_on_the_samples(scored):
    expected = pd.read_csv(ROOT / "datasets" / "labels.csv", dtype=str, keep_default_na=False)
    expected["key"] = expected["id"].where(expected["id"] != "", expected["file"])
    both = scored.merge(expected, left_on="id", right_on="key")
    clean = both[both["label"].isin(["clean_native", "clean_regional", "debris"])]
    assert set(clean["decision"]) == {"pass"}
    unjudged = both[both["label"].isin(["too_short", "not_english"])]
    assert list(unjudged["decision"]) == list(unjudged["label"])
    surface = both[both["file"].str[:2].isin(["01", "02", "03", "04"])]
    assert set(surface["decision"]) == {"review"}


def test_json_lines_evidence_points_into_the_text(run, tmp_path):
    output = tmp_path / "scored.jsonl"
    assert run("score", GARBLED, "-o", output).exit_code == 0
    (row,) = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    text = GARBLED.read_text("utf-8")
    assert row["evidence"]
    for mark in row["evidence"]:
        assert set(mark) - {"note"} == {"signal", "cause", "start", "end", "text"}
        assert text[mark["start"] : mark["end"]] == mark["text"]


def test_csv_to_standard_output_and_talk_to_stderr(run):
    done = run("score", GARBLED)
    assert rows_of(done.stdout)[0]["decision"] == "review"
    assert "1 article: 1 review" in done.stderr


def test_standard_input(run):
    record = json.dumps({"text": CLEAN.read_text("utf-8"), "id": "a1", "outlet": "Wire"})
    (row,) = rows_of(run("score", "-", input=record + "\n").stdout)
    assert (row["id"], row["outlet"], row["decision"]) == ("a1", "Wire", "pass")


def test_check_exits_with_1_when_something_is_flagged(run):
    assert run("score", GARBLED, "--check").exit_code == 1
    assert run("score", CLEAN, "--check").exit_code == 0


def test_top_and_budget(run):
    rows = rows_of(run("score", SAMPLES, "--budget", 3, "--top", 5).stdout)
    assert [row["decision"] for row in rows] == ["review"] * 3 + ["pass"] * 2


def test_rows_flagged_by_a_budget_carry_evidence(run):
    rows = rows_of(run("score", SAMPLES, "--budget", 24).stdout)
    assert all(row["evidence"] for row in rows if row["decision"] == "review")
    assert not any("_phrasing" in row["reasons"] for row in rows if row["decision"] == "pass")


def test_an_unknown_format_is_refused_before_anything_is_loaded(run, tmp_path):
    done = run("score", GARBLED, "-o", tmp_path / "review.xls")
    assert done.exit_code == 4 and ".parquet" in done.stderr and "loading" not in done.stderr


def test_copies_of_a_story_name_their_best_copy(run):
    rows = {row["id"]: row for row in rows_of(run("score", SAMPLES, "--stories").stdout)}
    spun, original = rows["11_isle-boat-shortage.txt"], rows["21_island-ferry.txt"]
    assert spun["story"] == original["story"] != ""
    assert (spun["copy_of"], original["copy_of"]) == (original["id"], "")
    assert rows["22_oyster-losses.txt"]["story"] == ""


def test_threshold_moves_the_decision(run):
    (row,) = rows_of(run("score", GARBLED, "--threshold", 1.0).stdout)
    assert row["decision"] == "pass"
    done = run("score", GARBLED, "--threshold", 0.5, "--budget", 1)
    assert done.exit_code == 2 and "cannot be combined" in done.stderr


@pytest.mark.parametrize("rate", [0.005, 0.01, 0.05])
def test_rates_of_the_card(run, rate):
    assert run("score", GARBLED, "--false-alarms", rate).exit_code == 0


def test_a_rate_that_the_card_does_not_state(run):
    done = run("score", GARBLED, "--false-alarms", 0.2)
    assert done.exit_code == 4 and "take one of" in done.stderr


def test_what_cannot_be_read_is_a_row_and_the_run_goes_on(run, tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"not parquet")
    (tmp_path / "b.txt").write_text(CLEAN.read_text("utf-8"), "utf-8")
    done = run("score", tmp_path)
    decisions = {row["id"]: row["decision"] for row in rows_of(done.stdout)}
    assert done.exit_code == 0
    assert decisions == {"a.parquet": "unreadable", "b.txt": "pass"}
    assert "1 unreadable" in done.stderr


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "nowhere", "there is no file or folder"),
        (lambda folder: folder, "it is empty"),
    ],
)
def test_missing_input_is_a_clear_error(run, tmp_path, make, words):
    done = run("score", make(tmp_path))
    assert done.exit_code == 4
    assert words in done.stderr and "Traceback" not in done.stderr


def test_json_lines_without_text(run, tmp_path):
    path = tmp_path / "wire.jsonl"
    path.write_text('{"words": "x"}\n', "utf-8")
    done = run("score", path)
    (row,) = rows_of(done.stdout)
    assert row["decision"] == "unreadable"
    assert done.exit_code == 4 and "nothing could be read" in done.stderr
    assert "text" in row["error"] and "words" in row["error"]


RESULTS = "\n".join(
    f"{home} {3 + n} {away} {n}, half-time {n}-0, attendance {12 + n},{400 + n}."
    for n, (home, away) in enumerate(
        (home, away) for home in ("Ashby", "Corley", "Denholm", "Esk") for away in ("Fyfe", "Garth")
    )
)


def test_a_table_of_results_is_no_translation(run):
    text = "Saturday's results from the county league.\n" + RESULTS * 2
    (row,) = rows_of(run("score", "-", "--threshold", 0.01, input=text).stdout)
    assert row["decision"] == "pass"
    (row,) = rows_of(run("score", "-", input=text + " Entry was 5,000 XNUMX pounds.").stdout)
    assert row["decision"] == "review"


def test_disable_a_signal(run):
    (row,) = rows_of(run("score", GARBLED, "--disable", "number_slot").stdout)
    assert "number_slot" not in row["reasons"].split(";")
    done = run("score", GARBLED, "--disable", "no_such")
    assert done.exit_code == 4 and "detector signals" in done.stderr
    assert "did you mean number_slot" in run("score", GARBLED, "--disable", "numberslot").stderr


def test_settings_file(run, tmp_path):
    settings = tmp_path / "detector.toml"
    settings.write_text('disable = ["number_slot"]\n', "utf-8")
    (row,) = rows_of(run("score", GARBLED, "--settings", settings).stdout)
    assert "number_slot" not in row["reasons"].split(";")
    settings.write_text("colour = 1\n", "utf-8")
    assert "unknown key" in run("score", GARBLED, "--settings", settings).stderr


def test_explain_shows_marks_causes_and_the_sum(run):
    done = run("explain", GARBLED)
    assert done.exit_code == 0
    for word in ("review", "number_slot", "translation", "⟦XNUMX⟧", "log-odds", "sum"):
        assert word in done.stdout
    assert "\nMachine translation: " in done.stdout


def test_explain_names_what_adds_up_where_there_is_no_mark(run):
    shown = run("explain", SAMPLES / "26_quake-brief.txt", "--second-reading", "never").stdout
    assert "No single mark: what adds up is the wording as a whole." in shown
    parts = [line.split("  ")[0].strip() for line in shown.partition("log-odds")[2].splitlines()]
    assert {"base", "machine wording", "engine wording"} <= set(parts)


def test_signals_lists_the_catalogue(run):
    from detector.signals.catalogue import CATALOGUE

    listed = [json.loads(line)["name"] for line in run("signals", "--json").stdout.splitlines()]
    assert listed == [signal.name for signal in CATALOGUE]
    assert "number_slot" in run("signals").stdout


@pytest.mark.parametrize("command", [[], *([name] for name in main.commands)], ids=str)
def test_every_help_has_an_example(run, command):
    done = run(*command, "--help")
    assert done.exit_code == 0 and "Example" in done.stdout


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_scikit_learn_is_not_loaded_for_a_word_of_help(argument):
    code = (
        "import sys; from detector.cli.commands import main\n"
        f"try: main(['{argument}'])\nexcept SystemExit: pass\n"
        "print('loaded', 'sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "loaded False" in done.stdout
