"""Foreign text as a terminal or a page may print it: nothing in it is obeyed."""

from __future__ import annotations

import re

# A terminal obeys escape codes in an article like any others. rich takes out some of the rest
# (bell, carriage return …), which would move every mark behind them.
TERMINAL_CONTROL_RE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Marks that turn the direction of reading: what follows looks like something else (Boucher and
# Anderson 2021, "Trojan Source").
TURNING_RE = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
TURN_SIGN = "\N{RIGHTWARDS ARROW OVER LEFTWARDS ARROW}"


def show_turns(text: str) -> str:
    """A text with a sign for each mark that turns the direction of reading."""
    return TURNING_RE.sub(TURN_SIGN, text)


def visible(text: str) -> str:
    r"""Text that a terminal only prints, of the same length, so that offsets stay.

    Control characters become spaces, marks that turn the direction of reading a sign.

    >>> visible("Quiet.\r\nThen \x1b[2J!"), visible("cod.\u202etxt")
    ('Quiet. \nThen  [2J!', 'cod.⇄txt')
    """
    return show_turns(TERMINAL_CONTROL_RE.sub(" ", text))


def truncate_line(text: str, most: int, *, fold: bool = True) -> str:
    """A text on one line of at most so many characters."""
    line = " ".join(visible(text).split()) if fold else visible(text)
    return line if len(line) <= most else line[: most - 1] + "…"
