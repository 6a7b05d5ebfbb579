"""A run cut into tasks of about so many bytes, the same whoever does them.

Paths travel, not texts: of JSON Lines a path and the bytes from where to where, of Parquet a
path and groups of rows. Only what cannot be cut (standard input, what is packed, long
tables and archives) is read by the process that gives out the tasks, and travels as articles. A
file at an address is never cut nor read here: partitions are many, and the way to them is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from detector.readers import Advance, InputFiles, Source, item_bytes, read_source
from detector.readers.discovery import STDIN
from detector.readers.file_ranges import split_source
from detector.readers.limits import MIB
from detector.readers.records import Item
from detector.resources.addresses import is_address

# Four hundred articles, about a second of one core's work: what a process does at a time when rows
# are wanted back.
ROWS_TASK = MIB
# What a task of rows is put together from; towards the end of a file it takes ever fewer, so that
# the processes finish together (guided self-scheduling, Polychronopoulos and Kuck 1987).
ROWS_PIECES = 4
# What goes into one part of a folder, and is done again after a kill: some ten seconds.
PART_TASK = 8 * MIB


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a run: sources to be read, or items that were.

    ``size`` is the bytes that its sources take, as stored.
    """

    number: int
    sources: tuple[Source, ...] = ()
    items: tuple[Item, ...] = ()
    size: int = 0

    def read(self) -> Iterator[Item]:
        """The items, in order."""
        yield from self.items
        for source in self.sources:
            yield from read_source(source)


def tasks(
    inputs: InputFiles,
    size: int,
    stdin: BinaryIO | None = None,
    advance: Advance | None = None,
    pieces: int = 1,
) -> Iterator[Task]:
    """Cut a survey into tasks, lazily and always in the same way.

    Parameters
    ----------
    size : int
        Bytes of one task; a single article may be larger.
    advance : callable
        Called with the number of bytes taken from files that are read here.
    pieces : int
        How many pieces of a file of lines go into one task, and fewer at its end.
    """
    for number, part in enumerate(task_contents(inputs, size, stdin, advance, pieces)):
        if part and isinstance(part[0], Source):
            sources = tuple(one for one in part if isinstance(one, Source))
            yield Task(number, sources=sources, size=sum(one.size for one in sources))
        else:
            items = tuple(one for one in part if not isinstance(one, Source))
            yield Task(number, items=items)


def task_contents(
    inputs: InputFiles, size: int, stdin: BinaryIO | None, advance: Advance | None, pieces: int
) -> Iterator[list[Source] | list[Item]]:
    """What each task holds."""
    if inputs.unreadable:
        unreadable: list[Item] = [*inputs.unreadable]
        yield unreadable
    waiting: list[Source] = []
    held = 0
    for source in inputs.sources:
        small = source.path != STDIN and source.size <= size
        if waiting and not (small and held + source.size <= size):
            yield waiting
            waiting, held = [], 0
        if small:
            waiting.append(source)
            held += source.size
        elif is_address(source.path):
            yield [source]
        else:
            yield from parts_of_file(source, size, stdin, advance, pieces)
    if waiting:
        yield waiting


def parts_of_file(
    source: Source, size: int, stdin: BinaryIO | None, advance: Advance | None, pieces: int
) -> Iterator[list[Source] | list[Item]]:
    """The parts of one large file: cut where that can be done, else read here."""
    pieces = pieces if source.kind == "lines" else 1
    stretches = [] if source.path == STDIN else split_source(source, size // pieces)
    if not stretches:
        yield from in_batches(read_source(source, stdin, advance), size)
    while stretches:
        count = max(1, min(pieces, len(stretches) // ROWS_PIECES))
        yield stretches[:count]
        stretches = stretches[count:]


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Items in lists of about ``size`` bytes."""
    waiting: list[Item] = []
    held = 0
    for item in items:
        waiting.append(item)
        held += item_bytes(item)
        if held >= size:
            yield waiting
            waiting, held = [], 0
    if waiting:
        yield waiting
