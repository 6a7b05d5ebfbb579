"""How the documentation is built: `make docs`. Nothing is fetched, then or at reading time."""

from __future__ import annotations

import sys
from pathlib import Path

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
    """Write the page of signals from the catalogue: a list typed by hand would soon lie."""
    lines = [
        "# Signals",
        "",
        f"The {len(CATALOGUE)} signals of version {release}, in the order an editor reads them. "
        "The weight is the log-odds that a first mark adds to its cause; 0.0 is shown and never "
        "votes.",
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
            f"It could wrong: {signal.wrongs}",
            "",
        ]
    (Path(app.srcdir) / "signals.md").write_text("\n".join(lines), "utf-8")


def write_options(app: Sphinx) -> None:
    """Write the page of options from the commands themselves, as ``--help`` prints them."""
    pages = [help_of(main, click.Context(main, info_name="detector", terminal_width=76))]
    text = "\n".join(["# Commands and options", "", *pages])
    (Path(app.srcdir) / "options.md").write_text(text, "utf-8")


def help_of(command: click.Command, context: click.Context) -> str:
    """The help of a command, and of the commands under it."""
    parts = [f"## {context.command_path}", "", "```text", command.get_help(context), "```", ""]
    for name, below in sorted(getattr(command, "commands", {}).items()):
        parts.append(help_of(below, click.Context(below, context, name, terminal_width=76)))
    return "\n".join(parts)


def setup(app: Sphinx) -> None:
    """Write what is written from code before the pages are read."""
    app.connect("builder-inited", write_signals)
    app.connect("builder-inited", write_options)
