"""No command writes over what it reads, nor over what others made."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from detector.cli.commands import main
from detector.cli.outputs import OutputFile, OutputFolder, is_own
from detector.verdict import Row
from detector.writers import open_writer

# Names of parameters that say where a command writes.
WRITTEN = {"output", "html", "figures", "lexicon", "destination", "store_path"}
# What is to be done to a path that is read and written; `{}` is the other way to the same file.
COMMANDS = [
    "score {} -o {}",
    "score {folder} --against {} -o {}",
    "report {} -o {}",
    "stories {} -o {}",
    "stories {folder} --against {} -o {}",
    "stories {} --lexicon {}",
    "stories {} --html {}",
    "compare {} {other} --html {}",
    "compare {other} {} --html {}",
    "review {} --store {}",
    "decisions gather {} -o {}",
    "decisions verify {} -o {}",
    "decisions export {} --tool argilla -o {}",
    "evaluate {} -o {}",
    "evaluate --decisions {} -o {}",
    "corpora spin {} {}",
    "score {other} --settings {} -o {}",
    "score {other} --house-style {} -o {}",
]
ENDINGS = {"report": "html", "compare": "html", "stories": "jsonl", "decisions export": "json"}
ARTICLE = json.dumps({"id": "1", "text": "Rain fell on the harbour for nine days."}) + "\n"


def same(path: Path) -> list[str]:
    """Other ways to a file."""
    link, hard = path.with_name(f"link-{path.name}"), path.with_name(f"hard-{path.name}")
    link.symlink_to(path)
    hard.hardlink_to(path)
    round_about = path.parent / "folder" / ".." / path.name
    return [str(path), os.path.relpath(path), str(link), str(hard), str(round_about)]


@pytest.fixture
def tree(tmp_path):
    """Articles, and a folder of them."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (folder / "a.jsonl", tmp_path / "other.jsonl"):
        path.write_text(ARTICLE, "utf-8")
    return tmp_path


def run(command, **words):
    given = [part.format(**words) for part in command.split()]
    return CliRunner().invoke(main, given)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_output_is_an_input(tree, command):
    ending = next((e for name, e in ENDINGS.items() if command.startswith(name)), "jsonl")
    path = tree / f"in.{ending}"
    path.write_text(ARTICLE, "utf-8")
    before, _, after = command.rpartition("{}")
    command = f"{before.replace('{}', '{read}')}{{written}}{after} --force"
    for written in same(path):
        done = run(
            command, read=path, written=written, folder=tree / "folder", other=tree / "other.jsonl"
        )
        assert done.exit_code == 4, (done.output, done.exception)
        assert "is an input and cannot be the output too" in done.stderr
        assert path.read_text("utf-8") == ARTICLE


def test_a_missing_folder_is_told_before_anything_is_loaded(tree):
    target = tree / "gone" / "review.csv"
    done = CliRunner().invoke(main, ["score", str(tree / "other.jsonl"), "-o", str(target)])
    assert done.exit_code == 4
    assert (
        done.stderr
        == f"detector: there is no folder {target.parent}: create it, or name another output\n"
    )


def test_letter_case_is_no_other_file(tree):
    (tree / "in.jsonl").write_text(ARTICLE, "utf-8")
    if not (tree / "IN.JSONL").exists():
        pytest.skip("file names of this system differ by case")
    done = CliRunner().invoke(
        main, ["score", str(tree / "in.jsonl"), "-o", str(tree / "IN.jsonl"), "--force"]
    )
    assert done.exit_code == 4


@pytest.mark.parametrize("options", [[], ["--force"]])
def test_articles_in_a_folder_that_is_read_are_not_written_over(tree, options):
    target = tree / "folder" / "a.jsonl"
    done = CliRunner().invoke(main, ["score", str(tree / "folder"), "-o", str(target), *options])
    assert done.exit_code == 4 and "one of the input files of" in done.stderr
    # By a link out of the folder that is read, too.
    (tree / "folder" / "link.jsonl").symlink_to(tree / "other.jsonl")
    done = CliRunner().invoke(
        main, ["score", str(tree / "folder"), "-o", str(tree / "other.jsonl"), *options]
    )
    assert done.exit_code == 4 and "one of the input files of" in done.stderr
    assert target.read_text("utf-8") == (tree / "other.jsonl").read_text("utf-8") == ARTICLE


def test_a_folder_is_not_read_and_written(tree):
    for read, written in (("folder", "folder/"), ("folder/a.jsonl", "folder/")):
        done = CliRunner().invoke(main, ["score", str(tree / read), "-o", f"{tree / written}/"])
        assert done.exit_code == 4 and "is an input" in done.stderr
    done = CliRunner().invoke(main, ["train", str(tree), "-o", str(tree), "--force"])
    assert done.exit_code == 4 and "is an input" in done.stderr


def test_what_others_made_asks_for_force(tree):
    notes = tree / "notes.csv"
    notes.write_text("day,who\nMonday,Ann\n", "utf-8")
    command = ["score", str(tree / "folder"), "-q", "-o", str(notes)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 4 and "--force" in done.stderr
    assert notes.read_text("utf-8").startswith("day,who")
    assert CliRunner().invoke(main, [*command, "--force"]).exit_code == 0
    assert is_own(notes, "rows")
    # What it has written itself it replaces, and does not take for an article.
    inside = tree / "folder" / "review.csv"
    for _ in range(2):
        command = ["score", str(tree / "folder"), "-q", "-o", str(inside)]
        assert CliRunner().invoke(main, command).exit_code == 0
    assert inside.read_text("utf-8-sig").count("\n") == 2


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.jsonl", "a.parquet"])
def test_rows_are_known_by_their_columns(tmp_path, name):
    with open_writer(str(tmp_path / name)) as writer:
        writer.write(Row(decision="pass"))
    assert is_own(tmp_path / name, "rows")
    assert not is_own(tmp_path / name, "stories")


def commands(group: click.Group):
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from commands(command)
        else:
            yield command


@pytest.mark.parametrize("command", list(commands(main)), ids=lambda command: command.name)
def test_every_command_says_what_it_writes(command):
    writes = {one.name for one in command.params if isinstance(one.type, OutputFile | OutputFolder)}
    assert writes == WRITTEN & {one.name for one in command.params}
    assert bool(writes) == ("force" in {one.name for one in command.params})
