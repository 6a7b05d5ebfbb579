"""The paths of the files to read: some forty bytes each, for folders of millions."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator

from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.readers.source import Source, file_kind


class SourceList:
    """Files in reading order, kept as bytes and numbers and made into Sources when asked for.

    A list of Sources takes half a kilobyte a file: more than the model for a million of them.
    """

    def __init__(self, fields: FieldNames = USUAL_FIELDS) -> None:
        self.fields = fields
        self.folders: dict[bytes, int] = {}
        self.names = bytearray()
        self.ends = array("q")
        self.homes = array("l")
        self.sizes = array("q")
        self.stamps = array("q")
        self.id_lengths = array("l")
        self.odd_ids: dict[int, str] = {}
        self.size = 0

    def append(self, source: Source) -> None:
        """Put a file at the end. Its id is nearly always how its path ends."""
        folder, name = os.path.split(source.path)
        self.homes.append(self.folders.setdefault(os.fsencode(folder), len(self.folders)))
        self.names += os.fsencode(name)
        self.ends.append(len(self.names))
        self.sizes.append(source.size)
        self.stamps.append(source.stamp)
        self.id_lengths.append(len(source.id))
        if not source.path.endswith(source.id):
            self.odd_ids[len(self) - 1] = source.id
        self.size += source.size

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[Source]:
        folders = [os.fsdecode(folder) for folder in self.folders]
        begin = 0
        for number, end in enumerate(self.ends):
            name = os.fsdecode(bytes(self.names[begin:end]))
            folder = folders[self.homes[number]]
            path = f"{folder}/{name}" if "://" in folder else os.path.join(folder, name)  # noqa: PTH118
            length = self.id_lengths[number]
            identity = self.odd_ids.get(number) or path[len(path) - length :]
            kind, size, stamp = file_kind(path), self.sizes[number], self.stamps[number]
            yield Source(path, identity, kind, size, stamp, fields=self.fields)
            begin = end
