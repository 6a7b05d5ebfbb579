"""From the given paths to the files to read, always in the same order."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from glob import glob, has_magic
from pathlib import Path

from detector.article import Unreadable
from detector.readers.errors import MissingInput
from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.readers.path_store import SourceList
from detector.readers.source import KINDS_READ, Source, extension, file_kind
from detector.readers.storage import glob as list_remote
from detector.resources.addresses import is_address

STDIN = "-"


@dataclass
class InputFiles:
    """What a run will read.

    ``skipped`` counts files of other kinds found in folders, by extension; ``unreadable`` holds
    what could not even be looked at.

    One folder without links holds no file twice. Only where several paths were given, or a link
    was met, are the places and names of files held to find duplicates. ``left_out`` holds device
    and number of what the run writes.
    """

    sources: SourceList = field(default_factory=SourceList)
    unreadable: list[Unreadable] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    deduplicating: bool = False
    seen: set[str] = field(default_factory=set, repr=False)
    names: set[str] = field(default_factory=set, repr=False)
    left_out: frozenset[tuple[int, int]] = frozenset()

    @property
    def size(self) -> int:
        """Bytes of all the files, as stored."""
        return self.sources.size

    def start_deduplicating(self) -> None:
        """From now on, hold the place and the name of each file."""
        if not self.deduplicating:
            self.deduplicating = True
            self.seen.update(os.path.realpath(source.path) for source in self.sources)
            self.names.update(source.id for source in self.sources)

    def add(self, source: Source, place: str) -> None:
        """Take a file in, unless the same file is in already by another way.

        Two folders may hold files of one name; the second then keeps its whole path as id.
        """
        if not self.deduplicating:
            self.sources.append(source)
            return
        if place in self.seen:
            return
        self.seen.add(place)
        if source.id in self.names:
            source = replace(source, id=source.path)
        self.names.add(source.id)
        self.sources.append(source)


def find_inputs(
    paths: Iterable[str],
    fields: FieldNames = USUAL_FIELDS,
    outputs: Iterable[str | Path | None] = (),
) -> InputFiles:
    """List the files that ``paths`` stand for: files, folders, patterns, ``-``.

    Folders are walked to the bottom in the order of names; what is hidden is passed over, a
    link that leads back is followed once. ``fields`` are names that a user gave to fields;
    ``outputs``, which the run will write, are no articles.

    Raises
    ------
    MissingInput
        When a path is not there, a pattern fits nothing, or a folder holds nothing readable.
    """
    inputs = InputFiles(SourceList(fields), left_out=frozenset(identities(outputs)))
    given = ((path, path != name) for name in paths for path in expand(name))
    for number, (path, found) in enumerate(given):
        if number:
            inputs.start_deduplicating()
        add_path(inputs, path, found=found)
    return inputs


def identities(paths: Iterable[str | Path | None]) -> Iterator[tuple[int, int]]:
    """Device and number of the files and folders that are there already."""
    for path in paths:
        with suppress(OSError):
            if path is not None:
                facts = Path(path).stat()
                yield facts.st_dev, facts.st_ino


def expand(given: str) -> list[str]:
    """The paths that a pattern fits, sorted; a path that exists stands for itself."""
    if given == STDIN or is_address(given) or os.path.lexists(given) or not has_magic(given):
        return [given]
    fits = sorted(glob(given, recursive=True))  # noqa: PTH207 - passes over what is hidden
    if not fits:
        raise MissingInput(f"nothing matches the pattern {given}")
    return fits


def add_path(inputs: InputFiles, path: str, *, found: bool) -> None:
    """Add one path to the survey, which was given or ``found`` by a pattern."""
    if path == STDIN:
        inputs.add(Source(STDIN, "stdin", "unnamed"), STDIN)
    elif is_address(path):
        add_remote(inputs, path)
    elif Path(path).is_dir():
        add_folder(inputs, path)
    elif os.path.lexists(path):
        add_file(inputs, path, Path(path).as_posix(), os.path.realpath(path), found=found)
    else:
        raise MissingInput(f"there is no file or folder {path}")


def add_remote(inputs: InputFiles, address: str) -> None:
    """Add what lies at an address: a file, a folder, or what a pattern fits."""
    known = list_remote(address)
    if not known:
        raise MissingInput(f"there is nothing at {address}")
    for path, size, stamp in known:
        kind = file_kind(path)
        if kind in ("unknown", "unnamed") and path.rstrip("/") != address.rstrip("/"):
            inputs.skipped[extension(path) or "(none)"] += 1
        else:
            inputs.add(Source(path, path, kind, size, stamp), path)


def add_folder(inputs: InputFiles, root: str) -> None:
    """Add the readable files under a folder."""
    readable = -len(inputs.unreadable)
    passed: Counter[str] = Counter()
    for entry, place, linked in walk(root, inputs.unreadable, inputs.left_out):
        if file_kind(entry.name) in ("unknown", "unnamed"):
            passed[extension(entry.name) or "(none)"] += 1
            continue
        if linked:
            inputs.start_deduplicating()
        identity = Path(entry.path).relative_to(root).as_posix()
        readable += add_file(inputs, entry.path, identity, place, found=True)
    inputs.skipped.update(passed)
    if readable + len(inputs.unreadable) == 0:
        there = ", ".join(f"{count} {ending}" for ending, count in sorted(passed.items()))
        message = f"nothing to read in the folder {root}"
        message += f" (it holds {there})" if there else " (it is empty)"
        raise MissingInput(f"{message}; kinds read: {KINDS_READ}")


def add_file(inputs: InputFiles, path: str, identity: str, place: str, *, found: bool) -> bool:
    """Add one file, unless the run will write it; a link to nothing is reported.

    A pipe is read where it was named, as ``<(command)`` does; one that was only ``found`` may never
    be written to.
    """
    try:
        facts = os.stat(path)  # noqa: PTH116 - a million times
    except OSError as error:
        inputs.unreadable.append(Unreadable(path, error.strerror or str(error), identity))
        return False
    if (facts.st_dev, facts.st_ino) in inputs.left_out:
        return False
    if found and not stat.S_ISREG(facts.st_mode):
        reason = "a pipe or a device, not a file: name it directly to read it"
        inputs.unreadable.append(Unreadable(path, reason, identity))
        return False
    inputs.add(Source(path, identity, file_kind(path), facts.st_size, facts.st_mtime_ns), place)
    return True


def walk(
    root: str, unreadable: list[Unreadable], left_out: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[tuple[os.DirEntry[str], str, bool]]:
    """The files below a folder in the order of names, folders that are left out passed over.

    With each: the place where it really is, and whether a link led to it.
    """
    place = os.path.realpath(root)
    entered = {place}
    waiting = [(list_folder(root, unreadable), place, False)]
    while waiting:
        entries, folder, below_link = waiting[-1]
        if not entries:
            waiting.pop()
            continue
        entry = entries.pop()
        linked = entry.is_symlink()
        place = os.path.realpath(entry.path) if linked else f"{folder}{os.sep}{entry.name}"
        if not leads_to_folder(entry):
            yield entry, place, linked or below_link
        elif place not in entered and not (left_out and left_out & {*identities([place])}):
            entered.add(place)
            waiting.append((list_folder(entry.path, unreadable), place, linked or below_link))


def list_folder(folder: str, unreadable: list[Unreadable]) -> list[os.DirEntry[str]]:
    """What is in a folder and not hidden, last name first."""
    try:
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        unreadable.append(Unreadable(folder, error.strerror or str(error), folder))
        return []
    return sorted(shown, key=lambda entry: entry.name, reverse=True)


def leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder or a link to one; a link in a circle is neither."""
    try:
        return entry.is_dir()
    except OSError:
        return False
