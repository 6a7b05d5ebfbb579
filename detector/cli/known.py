"""``--against``: the stories of earlier runs, from their output or from an index that grows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector.cli.errors import echo_status

if TYPE_CHECKING:
    from detector.copies.cluster_index import StoryIndex
    from detector.readers.field_names import FieldNames

against_option = click.option(
    "--against",
    # A path that ends with a slash is a folder that need not be there.
    type=click.Path(),
    help="Known stories: the output of an earlier run, or a folder (index/) that takes in the "
    "articles of each run. They keep their names and best copies.",
)


@contextmanager
def open_known(against: str | None, fields: FieldNames) -> Iterator[StoryIndex | None]:
    """The known stories, if any; an index keeps what it took in when the block ends well.

    Raises
    ------
    ValueError
        When they cannot be read, or another run holds the index; the message says which.
    """
    if against is None:
        yield None
    elif against.endswith(("/", "\\")) or Path(against).is_dir():
        from detector.copies.cluster_index import open_index

        with open_index(against, echo_status) as index:
            yield index
            index.keep()
    else:
        from detector.copies.previous_run import read_previous_run

        if not Path(against).exists():
            raise click.BadParameter(
                f"{against} does not exist; to start an index, end its name with a /"
            )
        yield read_previous_run(Path(against), echo_status, fields)
