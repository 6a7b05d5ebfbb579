"""Options that several commands share: a desk's own model, thresholds, signals; processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from detector.detector import Detector
    from detector.model.second_readers import ReadingMode
    from detector.runs.detector_config import DetectorConfig

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def with_options(*options: Decorator) -> Decorator:
    """Give a command several options, in the order in which its help lists them."""
    return lambda command: reduce(lambda held, option: option(held), reversed(options), command)


# What a desk may choose for itself.
detector_options = with_options(
    click.option(
        "--settings",
        "settings_file",
        type=click.Path(path_type=Path),
        help="Settings file (default: detector.toml, if there is one).",
    ),
    click.option(
        "--model",
        type=click.Path(path_type=Path),
        help="Folder of a model of your own (default: the shipped one).",
    ),
    click.option("--disable", multiple=True, metavar="NAME", help="Silence a signal; repeatable."),
    click.option(
        "--house-style",
        type=click.Path(readable=False),
        help="File of the desk's own spellings: preferred<TAB>avoid.",
    ),
    click.option(
        "--threshold",
        type=click.FloatRange(0, 1),
        help="Score from which articles go to review (synthetic keeps its own threshold).",
    ),
    click.option(
        "--false-alarms",
        type=float,
        default=0.01,
        show_default=True,
        metavar="RATE",
        help="Share of clean news that may be flagged; a rate on the model card.",
    ),
    click.option(
        "--second-reading",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Which readers read articles in doubt a second time. auto: the small one, and the "
        "full one if it is installed (`detector reader install`); always: both, or fail; "
        "never: none.",
    ),
)

# Who does the work.
work_options = with_options(
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=0),
        default=1,
        show_default=True,
        metavar="N",
        callback=lambda _context, _option, number: number or os.cpu_count() or 1,
        help="Number of processes; 0 means all cores.",
    ),
    click.option(
        "--dask",
        "cluster",
        metavar="ADDRESS",
        help="Use the workers of a Dask cluster; `local` starts one here.",
    ),
)

# Where a server is reached; any port above 1,024 will do that no common program takes.
server_options = with_options(
    click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535)),
    click.option(
        "--allow-host",
        "allow_hosts",
        multiple=True,
        metavar="NAME",
        help="Name or address by which other machines reach this one; repeatable. Required with "
        "another --host.",
    ),
)


def column_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that name the fields of records; the command gets them as ``fields``."""

    @click.option("--text-column", default="", metavar="NAME", help="Column that holds the text.")
    @click.option("--title-column", default="", metavar="NAME", help="Column with the title.")
    @wraps(command)
    def named(*args: Any, text_column: str, title_column: str, **options: Any) -> Any:
        from detector.readers.field_names import FieldNames

        return command(*args, fields=FieldNames(text_column, title_column), **options)

    return named


def make_detector(**detector_kwargs: Any) -> Detector:
    """Build the detector that the options describe."""
    return make_config(**detector_kwargs).make()


def make_config(
    settings_file: Path | None,
    model: Path | None,
    disable: tuple[str, ...],
    house_style: str | None,
    threshold: float | None,
    false_alarms: float,
    second_reading: ReadingMode = "auto",
    *,
    wording: bool = False,
    readability: bool = False,
) -> DetectorConfig:
    """What the options say of the detector, as it travels to other processes."""
    from detector.runs.detector_config import DetectorConfig
    from detector.settings import load_settings

    settings = load_settings(settings_file).amended(disable, house_style)
    return DetectorConfig(
        settings, threshold, false_alarms, wording, model, second_reading, readability
    )
