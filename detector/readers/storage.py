"""Files here and far away: a local path, or an address such as ``s3://bucket/wire.parquet``.

Addresses are opened through fsspec, whose own settings (keys, endpoints) are found where its
file systems look for them: the environment, ``~/.aws``, ``~/.config/fsspec``.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast
from zlib import crc32

from detector.resources.addresses import is_address
from detector.writers.unfinished import unfinished_file

# What S3, Google and Azure call the version of an object, the surest first.
STAMPS = ("ETag", "etag", "md5", "mtime", "LastModified", "created")


class StorageError(OSError):
    """A storage that cannot be reached; the message says what to do."""


class StoredFile(NamedTuple):
    """A file that is there: its path, its size in bytes, a number that changes when it does."""

    path: str
    size: int
    stamp: int


def file_system(path: str) -> Any:
    """The fsspec file system of an address.

    Raises
    ------
    StorageError
        When fsspec, or its package for this kind of address, is not installed.
    """
    try:
        import fsspec

        return fsspec.url_to_fs(path)[0]
    except (ImportError, ValueError) as error:
        raise StorageError(
            f'cannot reach {path}: {error} (pip install ".[dask]" in the checkout)'
        ) from error


def open_binary(path: str) -> BinaryIO:
    """Open a file to be read in any order, unbuffered where it is local."""
    if is_address(path):
        return cast("BinaryIO", file_system(path).open(path, "rb"))
    return cast("BinaryIO", Path(path).open("rb", buffering=0))


def glob(pattern: str) -> list[StoredFile]:
    """The files that an address with ``*`` fits, or all below a folder; in the order of names."""
    system = file_system(pattern)
    try:
        facts = (
            system.glob(pattern, detail=True)
            if "*" in pattern
            else system.find(pattern, detail=True)
        )
    # Each storage raises what its own client library does: no connection, no keys, no bucket.
    except Exception as error:
        raise StorageError(f"cannot list {pattern}: {error}") from error
    return [
        StoredFile(system.unstrip_protocol(name), int(fact["size"] or 0), stamp_of(fact))
        for name, fact in sorted(facts.items())
        if fact["type"] == "file"
    ]


def stamp_of(fact: Mapping[str, Any]) -> int:
    """What a storage reports about a file's version, as a number."""
    known = next((str(fact[name]) for name in STAMPS if fact.get(name)), "")
    return crc32(known.encode())


def join(folder: str, name: str) -> str:
    """A file's path in a folder.

    >>> join("s3://news/out/", "part-000001.parquet")
    's3://news/out/part-000001.parquet'
    """
    return f"{folder.rstrip('/')}/{name}" if is_address(folder) else str(Path(folder) / name)


def list_names(folder: str) -> list[str]:
    """The names of the files in a folder, sorted; none where there is no folder."""
    if not is_address(folder):
        place = Path(folder)
        return sorted(entry.name for entry in place.iterdir()) if place.is_dir() else []
    system = file_system(folder)
    system.invalidate_cache()
    try:
        paths = system.ls(folder, detail=False)
    except FileNotFoundError:
        return []
    return sorted(name.rstrip("/").rsplit("/", 1)[-1] for name in paths)


def read_bytes(path: str) -> bytes:
    """A whole file."""
    if is_address(path):
        return cast("bytes", file_system(path).cat_file(path))
    return Path(path).read_bytes()


def write_atomically(path: str, data: bytes) -> None:
    """Write a file that is there whole or not at all, whenever the process dies.

    Object stores show an object when its last byte has come; on a disk see
    :func:`~detector.writers.unfinished.unfinished_file`.
    """
    if is_address(path):
        file_system(path).pipe_file(path, data)
        return
    with unfinished_file(Path(path)) as file:
        file.write(data)


def make_folder(folder: str) -> None:
    """Make a folder where the storage has any."""
    if not is_address(folder):
        Path(folder).mkdir(parents=True, exist_ok=True)


def read_ranges(path: str, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    """Some stretches of a file, each given by its first byte and the one after its last."""
    if is_address(path):
        begins, ends = zip(*ranges, strict=True)
        chunks = file_system(path).cat_ranges([path] * len(ranges), list(begins), list(ends))
        return [bytes(one) for one in chunks]
    with Path(path).open("rb") as file:
        return [read_range(file, begin, end) for begin, end in ranges]


def read_range(file: BinaryIO, begin: int, end: int) -> bytes:
    """One stretch of an open file."""
    file.seek(begin)
    return file.read(end - begin)


def remove_folder(folder: str) -> None:
    """Remove a folder and what is in it, where it is there."""
    if not is_address(folder):
        shutil.rmtree(folder, ignore_errors=True)
        return
    system = file_system(folder)
    if system.exists(folder):
        system.rm(folder, recursive=True)
