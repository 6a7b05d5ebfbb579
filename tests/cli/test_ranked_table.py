"""What `detector score` shows a person on a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

from places import ROOT, SAMPLES

from detector.cli.ranked_table import (
    FEWEST_ROWS,
    OTHER_LINES,
    TableWriter,
    next_steps,
    ranked_table,
)
from detector.verdict import Row

HEIGHT, WIDTH = 18, 100


def on_terminal(*arguments):
    """Standard output of the command on a terminal of 18 lines by 100."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    command = [sys.executable, "-m", "detector", "score", *arguments, "--second-reading", "never"]
    # These two would count for more than the size of the terminal.
    overriding = ("COLUMNS", "LINES")
    environment = {name: value for name, value in os.environ.items() if name not in overriding}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=child, stderr=subprocess.DEVNULL, env=environment
    ) as running:
        os.close(child)
        seen = b""
        # A terminal that nobody holds open any more ends in an error.
        try:
            while part := os.read(parent, 65536):
                seen += part
        except OSError:
            pass
    os.close(parent)
    assert running.returncode == 0
    return seen.decode().replace("\r\n", "\n")


def test_a_terminal_shows_a_screen_and_what_comes_next():
    seen = on_terminal(str(SAMPLES.relative_to(ROOT)))
    lines = seen.splitlines()
    assert lines[0].split() == ["rank", "decision", "score", "article", "why"]
    assert lines[1].split()[:3] == ["1", "review", "1.000"]
    assert len(lines) <= HEIGHT and all(len(line) <= WIDTH for line in lines)
    assert "24 more; all rows  detector score datasets/samples -o review.csv" in seen
    assert "detector explain datasets/samples/" in seen


def test_a_dash_prints_rows_even_there():
    seen = on_terminal(str(SAMPLES / "26_quake-brief.txt"), "-o", "-")
    assert seen.startswith("rank,decision,why,")


def test_a_table_is_never_wider_than_the_terminal_and_hides_scores_that_are_none():
    rows = [Row(rank=1, title="a\x1b[2J\u202e" + "b" * 90, decision="too_short", why="7 words.")]
    for width in (20, 80):
        head, line = ranked_table(rows, width).plain.split("\n")
        assert len(head) <= width and len(line) <= width and not {"\x1b", "\u202e"} & set(line)
    assert "0.000" not in line and line.endswith("7 words.")


def test_a_small_screen_shows_a_few_and_standard_input_is_no_file():
    table = TableWriter(3)
    for rank in range(1, 9):
        table.write(Row(rank=rank, path="-"))
    assert len(table.rows) == FEWEST_ROWS and TableWriter(40).most == 40 - OTHER_LINES
    assert next_steps(["-"], table).plain == "3 more; all rows  detector score - -o review.csv"
