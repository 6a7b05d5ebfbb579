"""What can go wrong before and while a file is read."""

from __future__ import annotations


class MissingInput(ValueError):  # noqa: N818 - named for what the user sees, not for Python
    """What was asked for is not there: a path, or anything readable in a folder.

    The run cannot start; the message says what to do.
    """


class ReadError(Exception):
    """A file, or one record of it, gives no article; the message is the reason.

    Readers raise it, the door turns it into an :class:`~detector.article.Unreadable`.
    """
