"""Ctrl-C ends a command with one line and 130, wherever it comes."""

from __future__ import annotations

import pytest

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


def test_a_fault_of_our_own_is_never_hidden():
    def command():
        raise RuntimeError("a fault")

    with pytest.raises(RuntimeError, match="a fault"):
        with_explained_errors(command)()
