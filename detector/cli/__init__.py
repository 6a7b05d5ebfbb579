"""The command line: one module a command, and what they share."""

from __future__ import annotations

from detector.cli.commands import main

__all__ = ["main"]
