"""How the documentation is built: `make docs`. Nothing is fetched, then or at reading time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from textwrap import dedent

import click
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from detector import CATALOGUE, __version__  # noqa: E402 - the path comes first
from detector.cli.commands import main  # noqa: E402

project = "garble-detector"
copyright = "the garble-detector authors, Apache-2.0"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
html_theme = "furo"
html_title = f"garble-detector {release}"
html_copy_source = False
exclude_patterns = ["_build"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_rtype = False
# A name of ours that leads nowhere is an error; those of other libraries are not looked up.
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(?!detector\.).*")]


def write_signals(app: Sphinx) -> None:
    """Write the page of signals from the catalogue."""
    lines = [
        "# Signals",
        "",
        f"The {len(CATALOGUE)} signals of version {release}, grouped by family. "
        "The weight is the log-odds that the first mark adds to its cause; a signal of weight 0 is "
        "shown but never votes.",
        "",
    ]
    for signal in CATALOGUE:
        lines += [
            f"## {signal.name}",
            "",
            f"{signal.means} *({signal.cause}, weight {signal.weight:g}, {signal.unit})*",
            "",
            "It flags:",
            "",
            "```text",
            signal.example,
            "```",
            "",
            f"It could wrongly flag: {signal.wrongs}",
            "",
        ]
    (Path(app.srcdir) / "signals.md").write_text("\n".join(lines), "utf-8")


def write_options(app: Sphinx) -> None:
    """Write the page of options from the commands themselves, so that a phone can wrap it."""
    context = click.Context(main, info_name="detector", **main.context_settings)
    text = "\n\n".join(["# Commands and options", *help_of(main, context)])
    (Path(app.srcdir) / "options.md").write_text(text + "\n", "utf-8")


def help_of(command: click.Command, context: click.Context) -> Iterator[str]:
    """The help of a command and of the commands under it, as blocks of Markdown."""
    yield f"## {context.command_path}"
    yield f"`{context.command_path} {' '.join(command.collect_usage_pieces(context))}`"
    for block in cleandoc(command.help or "").split("\n\n"):
        title, _, lines = block.removeprefix("\b\n").partition("\n")
        yield f"{title}\n\n```text\n{dedent(lines)}\n```" if block[0] == "\b" else block
    options = [one for one in command.params if isinstance(one, click.Option)]
    records = filter(None, (one.get_help_record(context) for one in options))
    yield "\n".join(f"- `{names}`: {said}".replace("<", "\\<") for names, said in records)
    for name, below in sorted(getattr(command, "commands", {}).items()):
        yield from help_of(below, click.Context(below, context, name, **main.context_settings))


def setup(app: Sphinx) -> None:
    """Write what is written from code before the pages are read."""
    app.connect("builder-inited", write_signals)
    app.connect("builder-inited", write_options)
