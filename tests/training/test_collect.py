"""The spun corpus and the commands: pairs kept, spinners held out whole, errors in one line."""

from __future__ import annotations

import gzip

import orjson
import pytest
from click.testing import CliRunner
from sacrebleu_cache import fill
from test_synthesis import LONG, needs

from detector.cli.commands import main
from detector.training.corpora.collect import choose_spinners, collect_spun
from detector.training.corpora.labelled import CorpusError, read_folder
from detector.training.synthesis import thesaurus
from detector.training.synthesis.spinners import SPINNER_OF, SPINNERS


def write_articles(path, count=6):
    rows = [
        {
            "id": f"own:{number}",
            "label": "human_original",
            "outlet": f"outlet{number % 2}",
            "title": "Harbour plan",
            "source_dataset": "ours",
            "text": f"Town {number}: {LONG}",
        }
        for number in range(count)
    ]
    rows.append({**rows[0], "id": "own:llm", "label": "llm", "text": f"Engine: {LONG}"})
    with gzip.open(path, "wb") as file:
        file.writelines(orjson.dumps(row) + b"\n" for row in rows)
    return path


@pytest.fixture
def clean(tmp_path):
    return write_articles(tmp_path / "human_news.jsonl.gz")


def read_rows(path):
    with gzip.open(path) as lines:
        return [orjson.loads(line) for line in lines]


def test_spun_rows_name_their_originals_and_are_read_for_training(clean, tmp_path):
    needs("wordnet_any")
    made = tmp_path / "spun.jsonl.gz"
    counts = collect_spun(clean, made, ["wordnet_any", "swaps_phrases"], 4, 7)
    rows = read_rows(made)
    assert counts.total() == len(rows) > 4
    assert {row["system"] for row in rows} == {"wordnet_any", "swaps_phrases"} == set(counts)
    originals = {row["id"]: row["text"] for row in read_rows(clean)}
    assert all(row["text"] != originals[row["pair_id"]] for row in rows)
    assert "own:llm" not in {row["pair_id"] for row in rows}
    spun = [sample for sample in read_folder(tmp_path) if sample.kind == "spun"]
    assert {sample.group for sample in spun} <= originals.keys()


def test_a_spinner_makes_the_same_whoever_else_spins(clean, tmp_path):
    needs("swaps_single")
    collect_spun(tmp_path, tmp_path / "one.jsonl.gz", ["swaps_single"], 3, 7)
    collect_spun(clean, tmp_path / "two.jsonl.gz", ["swaps_phrases", "swaps_single"], 3, 7)
    together = [r for r in read_rows(tmp_path / "two.jsonl.gz") if r["system"] == "swaps_single"]
    assert read_rows(tmp_path / "one.jsonl.gz") == together


def test_an_engine_held_out_takes_its_farms_along():
    kept = {spinner.name for spinner in choose_spinners([], ["apertium_hbs", "wordnet"])}
    everything = {spinner.name for spinner in SPINNERS}
    assert everything - kept == {"apertium_hbs", "farm_mixed", "wordnet_first", "wordnet_any"}


@pytest.mark.parametrize(
    ("names", "hold_out", "says"),
    [
        (["wordnet"], [], "no spinner 'wordnet'; known: apertium_spa"),
        ([], ["deepl"], "named deepl; known"),
        (["swaps_single"], ["swaps"], "every spinner is held out"),
    ],
)
def test_unknown_or_no_spinners_are_told(names, hold_out, says):
    with pytest.raises(CorpusError, match=says):
        choose_spinners(names, hold_out)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"not json\n", "line 1: not JSON"),
        (b'{"id": "a"}\n', "line 1: needs an id and a text"),
        (b'{"id": "a", "text": "Too short."}\n', "150 to 900 words"),
    ],
)
def test_articles_that_cannot_be_spun_are_told(tmp_path, line, says):
    (tmp_path / "in.jsonl").write_bytes(line)
    with pytest.raises(ValueError, match=says):
        collect_spun(tmp_path / "in.jsonl", tmp_path / "out.jsonl.gz", [], 1, 7)
    assert not (tmp_path / "out.jsonl.gz").exists()


def run(*words):
    return CliRunner().invoke(main, ["corpora", *map(str, words)])


def test_missing_packages_are_one_line_and_exit_code_4(clean, tmp_path, monkeypatch):

    def absent():
        raise thesaurus.MissingPackagesError("WordNet")

    gone = SPINNER_OF["wordnet_any"]._replace(spin=lambda *_: absent())
    monkeypatch.setitem(SPINNER_OF, "wordnet_any", gone)
    done = run("spin", clean, tmp_path / "out.jsonl.gz", "--spinner", "wordnet_any")
    assert done.exit_code == 4
    assert done.stderr.startswith("detector: ") and done.stderr.count("\n") == 1
    assert "apt-get install" in done.stderr and "wordnet-base" in done.stderr
    assert not list(tmp_path.glob("*out*"))
    monkeypatch.setattr(thesaurus, "read_wordnet", absent)
    assert run("rivals", tmp_path / "rivals.npz").stderr == done.stderr


def test_the_command_spins(clean, tmp_path):
    needs("swaps_phrases")
    out = tmp_path / "out.jsonl.gz"
    done = run("spin", clean, out, "--spinner", "swaps_phrases", "--per-spinner", "2")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert f"articles in {out}" in done.stderr
    assert read_rows(out)
    again = run("spin", clean, out, "--spinner", "swaps_phrases")
    assert again.exit_code == 4 and "already exists" in again.stderr


def test_the_command_gathers_wmt(tmp_path):
    pytest.importorskip("sacrebleu", reason="the extra `train` is not installed")
    fill(tmp_path / "cache")
    options = ["--cache", tmp_path / "cache", "--testset", "wmt21/systems", "--pair", "de-en"]
    done = run("wmt", tmp_path / "mt_news.jsonl.gz", *options)
    assert done.exit_code == 0, done.stderr
    assert "4 mt" in done.stderr
    missing = run("wmt", tmp_path / "more.jsonl.gz", "--cache", tmp_path / "none")
    assert missing.exit_code == 4
    assert missing.stderr.count("\n") == 1 and "--echo src docid" in missing.stderr


@pytest.mark.parametrize("command", [[], ["wmt"], ["spin"], ["list"]])
def test_help_shows_examples_that_name_the_command(command):
    shown = run(*command, "--help").stdout
    assert f"detector corpora {' '.join(command)}".strip() in shown
    assert "Example" in shown
