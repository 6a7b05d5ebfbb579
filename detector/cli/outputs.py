"""What a command may overwrite: never its inputs, and otherwise only output of its own kind.

Options of the types below say what a command writes; every other path that it takes is an input.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import click

from detector.resources.addresses import is_address

INPUT = click.Path(readable=False)
# How files of each kind begin that hold no rows: pages, tables, tasks for other tools. A corpus is
# of none: it is costly to make, and easy to take for another.
OPENINGS = {
    "page": rb"<title>Review desk</title>",
    "comparison": rb"<h1>Two copies side by side</h1>",
    "stories_page": rb"<title>Stories and their copies</title>",
    "lexicon": rb"\Aold\tnew\tstories\ttimes\n",
    "rivals": rb"\APK[\s\S]{28}words\.npy",
    "tables": rb'\A(?:\{|\[\s*\{)\s*"(?:detector|signal|by_threshold)":',
    "tasks": rb'\A\[\]|\A\[\s*\{\s*"(?:data": \{\s*"text|id": "[^"\n]*",\s*"fields)":',
    "interface": rb'\A<View>\s*<Header value="\$title"/>',
}
# Columns by which rows of each kind are known. Those of verdicts: `is_review`.
COLUMNS = {
    "stories": {"story", "copy_of", "relation"},
    "decisions": {"decision", "reviewer", "disputed"},
}
# The opening of a page that holds its title: styles and a policy stand before it. Made up.
HEAD = 8192


class OutputFile(click.Path):
    """The path of a file that a command writes.

    Parameters
    ----------
    kind : str
        What it holds: a file of this kind may be written over.
    endings : tuple of str
        Those that its name may have, the usual one first; any by default.
    path_type : type
    """

    def __init__(self, kind: str, endings: tuple[str, ...] = (), path_type: type = Path) -> None:
        super().__init__(path_type=path_type)
        self.kind, self.endings = kind, endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, where its ending is one of those."""
        name = os.fsdecode(value)
        if self.endings and not name.lower().endswith(self.endings):
            self.fail(f"{name} does not end in {' or '.join(self.endings)}", param, ctx)
        return super().convert(value, param, ctx)


class OutputFolder(click.Path):
    """The path of a folder that a command writes files into."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)


class OutputRefusedError(ValueError):
    """A file that will not be written over; the message says the way out."""


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--force``, and check what it writes before it does anything.

    Raises
    ------
    OutputRefusedError
        Which :class:`~detector.cli.commands.Commands` explains.
    """

    @click.option("--force", is_flag=True, help="Overwrite a file that this program did not write.")
    @wraps(command)
    def run(*args: Any, force: bool, **options: Any) -> Any:
        context = click.get_current_context()
        check_outputs(context.command.params, context.params, force=force)
        return command(*args, **options)

    return run


def check_outputs(
    parameters: Iterable[click.Parameter], values: dict[str, Any], *, force: bool
) -> None:
    """Raise OutputRefusedError where a command would destroy what it reads, or what others made."""
    parameters = list(parameters)
    inputs = list(inputs_of(parameters, values))
    for parameter in parameters:
        kind, given = parameter.type, values.get(parameter.name or "")
        if given in (None, "-") or not isinstance(kind, OutputFile | OutputFolder):
            continue
        refuse_inputs(str(given), inputs)
        place = Path(given)
        if isinstance(kind, OutputFile) and not is_address(str(given)):
            check_parent(str(given))
            check_replaceable(place, kind.kind, inputs, force=force)
            if kind.kind == "tasks":
                check_replaceable(place.with_suffix(".xml"), "interface", inputs, force=force)


def inputs_of(parameters: Iterable[click.Parameter], values: dict[str, Any]) -> Iterator[str]:
    """The paths that a command reads, patterns as the paths that they fit."""
    from detector.readers.discovery import STDIN, expand

    for parameter in parameters:
        kind, given = parameter.type, values.get(parameter.name or "")
        if given is None or not isinstance(kind, click.Path):
            continue
        if not isinstance(kind, OutputFile | OutputFolder):
            for one in given if isinstance(given, tuple) else (given,):
                yield from (path for path in expand(str(one)) if path != STDIN)


def refuse_inputs(output: str, inputs: Iterable[str]) -> None:
    """Raise OutputRefusedError where an output is an input, or a folder around one."""
    for given in inputs:
        if same_place(output, given):
            raise OutputRefusedError(
                f"{given} is an input and cannot be the output too: name another output"
            )
        if lies_in(given, output):
            raise OutputRefusedError(f"{given} is an input inside {output}: name another output")


def same_place(first: str, second: str) -> bool:
    """Whether two paths lead to the same file or folder: by links, or in other letter case."""
    if is_address(first) or is_address(second):
        return first.rstrip("/") == second.rstrip("/")
    try:
        return Path(first).samefile(second)
    except OSError:
        return False


def lies_in(path: str, folder: str) -> bool:
    """Whether a path leads into a folder."""
    if is_address(path) or is_address(folder):
        return path.startswith(folder.rstrip("/") + "/")
    if not Path(folder).is_dir():
        return False
    return any(same_place(str(above), folder) for above in Path(os.path.realpath(path)).parents)


def check_parent(output: str) -> None:
    """Raise OutputRefusedError where the folder of a file is not there; none is made by mistake."""
    folder = Path(output).parent
    if not output.endswith("/") and not folder.is_dir():
        raise OutputRefusedError(f"there is no folder {folder}: create it, or name another output")


def check_replaceable(place: Path, kind: str, inputs: Iterable[str], *, force: bool) -> None:
    """Raise OutputRefusedError where a file that is there was not made by this command."""
    # A store says itself what is wrong with it, and is never written over.
    if kind == "store" or not place.is_file() or is_own(place, kind):
        return
    for given in inputs:
        if Path(given).is_dir() and is_read_from(place, given):
            raise OutputRefusedError(f"{place} is one of the input files of {given}")
    if not force:
        raise OutputRefusedError(
            f"{place} already exists and is not an output of this command: name another file, or "
            "overwrite it with --force"
        )


def write_file(place: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    from detector.writers.destination import atomic_file

    with atomic_file(str(place)) as stream:
        stream.write(data)


def is_own(place: Path, kind: str) -> bool:
    """Whether a file is empty, or holds what a command of this kind has written."""
    from detector.readers.row_files import column_names, is_review

    if not place.stat().st_size:
        return True
    if kind == "rows":
        return is_review(place)
    if kind in COLUMNS:
        return COLUMNS[kind] <= column_names(place)
    if kind not in OPENINGS:
        return False
    with place.open("rb") as file:
        return re.search(OPENINGS[kind], file.read(HEAD)) is not None


def is_read_from(place: Path, folder: str) -> bool:
    """Whether a file is one of those that are found in a folder, by whatever links."""
    if lies_in(str(place), folder):
        return True
    from detector.readers import MissingInput, find_inputs

    try:
        return any(same_place(str(place), source.path) for source in find_inputs([folder]).sources)
    except MissingInput:
        return False
