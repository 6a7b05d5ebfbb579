"""The documentation: built strictly, whole, and fetching nothing at reading time."""

from __future__ import annotations

import html
import re
import subprocess
import sys

import click
import pytest
from needs import need
from places import ROOT

import detector
from detector import CATALOGUE
from detector.cli.commands import main

need("sphinx", "furo", "myst_parser", reason="the documentation is built with Sphinx")

# A tag that makes a browser fetch; links that a reader may click are another matter.
FETCHED_RE = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"'](?:https?:)?//[^\"']+")
STYLE_RE = re.compile(r"(?:url\([\"']?|@import\s+[\"'])(?:https?:)?//[^\s)\"']+")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    command += [str(ROOT / "docs"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_nothing_is_fetched(built):
    pages = list(built.rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        assert not FETCHED_RE.findall(page.read_text("utf-8")), page
    for style in built.rglob("*.css"):
        assert not STYLE_RE.findall(style.read_text("utf-8")), style


def test_every_signal_and_public_name_is_documented(built):
    signals = (built / "signals.html").read_text("utf-8")
    assert all(signal.name in signals for signal in CATALOGUE)
    library = (built / "library.html").read_text("utf-8")
    for name in detector.__all__:
        assert f">{name}<" in library or name == "__version__", name


def test_every_command_and_option_is_documented(built):
    text = html.unescape((built / "options.html").read_text("utf-8"))
    for path, command in commands("detector", main):
        assert f">{path}<" in text, path
        for option in command.params:
            assert not isinstance(option, click.Option) or option.opts[-1] in text, option


def commands(path, command):
    """Every command with its path, the groups included."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(f"{path} {name}", below)
