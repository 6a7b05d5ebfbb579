"""Paths that lead to another machine."""

from __future__ import annotations

import re

ADDRESS_RE = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


def is_address(path: str) -> bool:
    """Whether a path leads to another machine.

    >>> is_address("s3://news/2026.parquet"), is_address("C:/news"), is_address("news/2026")
    (True, False, False)
    """
    return ADDRESS_RE.match(path) is not None
