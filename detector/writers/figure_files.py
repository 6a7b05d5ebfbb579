"""Matplotlib, for those commands that draw: an extra, and without a screen."""

from __future__ import annotations

from pathlib import Path


def prepare_matplotlib(folder: Path, extra: str) -> None:
    """Let matplotlib draw into a folder, which is made when it is not there.

    Parameters
    ----------
    folder : Path
    extra : str
        The extra of this package that brings matplotlib, for the message.

    Raises
    ------
    ValueError
        When matplotlib is not installed.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise ValueError(
            f'figures need matplotlib: pip install ".[{extra}]" in the checkout'
        ) from error
    matplotlib.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
