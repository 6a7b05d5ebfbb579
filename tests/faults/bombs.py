"""Small files that want to become large, in every format and packing; as a script it reads them.

    python tests/faults/bombs.py FOLDER

reads each file of FOLDER and prints a line of JSON: what came of it, the seconds of CPU, and the
most memory that the process has had so far.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

MB = 1_000_000
# Bytes of a stream of bzip2, which takes longest over what repeats itself: a multiple of the length
# of every unit, so that most streams are alike and are made once.
STREAM = 4 * 27_720


@cache
def bz2_stream(data: bytes) -> bytes:
    """One stream."""
    return bz2.compress(data, 1)


def bz2_streams(data: bytes) -> bytes:
    """A file of several streams."""
    return b"".join(bz2_stream(data[at : at + STREAM]) for at in range(0, len(data), STREAM))


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, 6),
    "bz2": bz2_streams,
    "xz": lambda data: lzma.compress(data, preset=0),
    "zst": lambda data: pa.compress(data, codec="zstd", asbytes=True),
}
# What a packed file unpacks to over and over, and what its name ends in.
UNITS = {
    "empty-records": ("jsonl", b'{"text":""}\n'),
    "no-records": ("jsonl", b"{}\n"),
    "blank-lines": ("jsonl", b"\n"),
    "long-line": ("jsonl", b"a"),
    "empty-rows": ("csv", b"\n"),
    "tiny-rows": ("csv", b"a\n"),
    "long-cell": ("csv", b"a"),
    "open-quote": ("csv", b"a\n"),
    "list": ("json", b"{},"),
    "blank-json": ("json", b"\n"),
    "prose": ("txt", b"rain "),
    "page": ("html", b"<p>rain "),
}
HEADS = {"csv": b"text\na\n", "json": b"[", "html": b"<html><body>"}
COMPRESSIONS = ("none", "snappy", "gzip", "brotli", "lz4", "zstd")


def packed(scale: float) -> Iterator[tuple[str, bytes]]:
    """Packed files that grow a hundredfold and more."""
    size = int(150 * MB * scale)
    # Small, each kind comes in two of the packings, and each packing holds half of the kinds.
    for turn, (kind, (ending, unit)) in enumerate(UNITS.items()):
        head = HEADS.get(ending, b"") + (b'"' if kind == "open-quote" else b"")
        data = head + unit * (size // len(unit))
        for pack, make in islice(cycle(PACKERS.items()), turn, turn + (4 if scale == 1 else 2)):
            yield f"{kind}.{ending}.{pack}", make(data)
    yield "members.txt.gz", gzip.compress(b"") * int(MB * scale)
    yield "streams.txt.bz2", bz2.compress(b"") * int(MB * scale)
    yield "streams.txt.xz", lzma.compress(b"") * int(MB / 2 * scale)


def plain(scale: float) -> Iterator[tuple[str, bytes]]:
    """Files that are as large as they look, and take more than that to read."""
    size = int(100 * MB * scale)
    # The first two are read before all others: they pay for the imports of the readers.
    yield "0.html", b"<p>Rain fell on the harbour for nine days."
    yield "0.jsonl", b'{"text": "Rain."}\n'
    yield "dense.json", b"[" + b"{}," * (size // 3) + b"{}]"
    yield "dense-object.json", b'{"a": 1, "articles": [' + b"{}," * (size // 3) + b"{}]}"
    yield "deep.json", b"[" * size
    yield "never-closed.json", b'["' + b"a" * size
    yield "dense-line.jsonl", b'{"text": "a", "b": [' + b"{}," * (size // 3) + b"{}]}\n"
    yield "names.jsonl", b"".join(b'{"f%d": 1}\n' % number for number in range(size // 50))
    yield "tiny.jsonl", b'{"text":"a"}\n' * (size // 13)
    yield "cell.csv", b"text\n" + b"a" * size
    yield "cells.csv", b"text" + b",a" * (size // 2) + b"\n1\n"
    yield "open-quote.csv", b'text\n"' + b"a\n" * (size // 2)
    yield "wide.csv", "text\n".encode("utf-16") + ("ж" * size).encode("utf-16-le")
    yield "tags.html", b"<html><body>" + b"<b>x</b>" * int(30_000 * scale * 40)
    yield "lists.html", b"<html><body>" + b"<ul><li>x</ul>" * 5_000
    yield "attributes.html", b"<html><body " + b"a=1 " * (size // 20) + b">"


def columnar(scale: float) -> Iterator[tuple[str, bytes]]:
    """Parquet files: one value for many rows, pages that grow, columns that nobody asked for."""
    long = "a" * int(50 * MB * scale)
    one = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array([long]))
    fields = ("text", "id", "title", "url", "outlet", "published")
    tables = {
        "dictionary": (pa.table({"text": one}), {}),
        "every-field": (pa.table(dict.fromkeys(fields, one)), {}),
        "columns": (pa.table({"text": ["a"] * 100_000} | {f"c{n}": one for n in range(40)}), {}),
        "nulls": (pa.table({"text": pa.nulls(int(20 * MB * scale), pa.string())}), {}),
        "page": (pa.table({"text": [long] * 8}), {"use_dictionary": False}),
        "delta": (
            pa.table({"text": [long[: len(long) // 8]] * 100}),
            {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
        ),
    }
    for kind, (table, how) in tables.items():
        for compression in COMPRESSIONS if kind in ("dictionary", "page") else ("zstd",):
            yield f"{kind}-{compression}.parquet", written(table, compression=compression, **how)
    noise = random.Random(7).randbytes(int(150 * MB * scale))
    yield "inside.parquet.gz", gzip.compress(b"PAR1" + noise, 1)
    names = [f"column_number_{number}" for number in range(int(100_000 * scale))]
    yield "footer.parquet", written(pa.table({name: pa.nulls(0) for name in names}))


def written(table: pa.Table, **how: object) -> bytes:
    """A Parquet file."""
    file = io.BytesIO()
    parquet.write_table(table, file, **how)
    return file.getvalue()


def write_bombs(folder: Path, scale: float) -> None:
    """Write all of them, as large as ``scale`` says: at 1 the packed ones want 150 MB."""
    for source in (packed(scale), plain(scale), columnar(scale)):
        for name, data in source:
            (folder / name).write_bytes(data)


def most_memory() -> float:
    """The most memory that this process has had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage tells on Linux includes the parent's memory at the fork.
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024 / MB
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MB if sys.platform == "darwin" else most * 1024 / MB


def outcome(path: Path) -> dict[str, object]:
    """Read a file: its bytes, what it gave, its last reason, and the seconds of CPU."""
    from detector.article import Article
    from detector.readers import read

    begun = time.process_time()
    given = texts = 0
    reason = ""
    for item in read([str(path)]):
        given += 1
        if isinstance(item, Article):
            texts += len(item.text)
        else:
            reason = item.reason
    seconds = time.process_time() - begun
    size = path.stat().st_size
    return {"name": path.name, "size": size, "given": given, "texts": texts, "reason": reason,
            "seconds": seconds, "memory": most_memory()}  # fmt: skip


if __name__ == "__main__":
    for path in sorted(Path(sys.argv[1]).iterdir()):
        print(json.dumps(outcome(path)), flush=True)
