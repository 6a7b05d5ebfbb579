"""Ctrl-C ends a command with one line and 130, wherever it comes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from detector.cli.commands import main
from detector.cli.errors import with_explained_errors


def plain():
    raise KeyboardInterrupt


def while_a_class_is_made():
    """Python before 3.12 wraps the interrupt."""
    raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()


@pytest.mark.parametrize("command", [plain, while_a_class_is_made])
def test_an_interrupt_is_one_line_and_130(command, capsys):
    with pytest.raises(SystemExit) as ended:
        with_explained_errors(command)()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "detector: stopped\n"


EARLY = """
import sys


class Interrupt:
    def find_spec(name, path, target=None):
        if name == "click":
            raise KeyboardInterrupt


sys.meta_path.insert(0, Interrupt)
from detector.__main__ import main

main()
"""


def test_an_interrupt_while_the_commands_are_imported_is_one_line_too():
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "detector: stopped\n")


def test_an_interrupt_of_any_command_never_says_aborted(monkeypatch):
    """Not even of one that goes wrong nowhere else."""
    monkeypatch.setattr("detector.cli.progress.signal_list", lambda _signals: plain())
    done = CliRunner().invoke(main, ["signals"])
    assert (done.exit_code, done.output) == (130, "detector: stopped\n")


def test_a_fault_of_our_own_is_never_hidden():
    def command():
        raise RuntimeError("a fault")

    with pytest.raises(RuntimeError, match="a fault"):
        with_explained_errors(command)()
