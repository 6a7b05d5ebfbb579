"""The glossary names what exists, and what it calls gone is gone."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from draw_architecture import PATHS
from places import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
TERMS, _, GONE = PAGE.partition("## Names that are gone")


def names_in(path):
    """Every name that a module defines or takes: itself, its classes, functions, parameters."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


def words_of(name):
    """The words of a name in snake_case or CamelCase, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


@cache
def names():
    """The names of each module."""
    return {name: set(names_in(path)) for name, path in PATHS.items()}


PAIRS = re.findall(r"`([a-z]+)`(?: and `([a-z]+)`)?\s\(", GONE)
GONE_WORDS = sorted(word for pair in PAIRS for word in pair if word)


EVERYTHING = {name for held in names().values() for name in held}


def test_names_that_docstrings_refer_to_exist():
    for path in PATHS.values():
        for name in re.findall(r":\w+:`~?((?:detector)?\.[\w.]+)`", path.read_text("utf-8")):
            assert name.rpartition(".")[2] in EVERYTHING, f"{path}: {name}"


def test_names_of_the_glossary_exist():
    sources = "".join(path.read_text("utf-8") for path in PATHS.values())
    for row in TERMS.splitlines():
        for name in re.findall(r"`([\w.]+)`", row) if row.startswith("|") else ():
            leaf = name.rpartition(".")[2]
            known = leaf in EVERYTHING or f'"{leaf}"' in sources or f"{leaf}.__init__" in PATHS
            assert known, f"{name} stands in the glossary and nowhere in the code"


def test_files_that_the_pages_name_exist():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "models" / "README.md"]
    named = {
        (page.name, name)
        for page in pages
        for name in re.findall(r"`((?:\w+/)+[\w.-]+\.\w+|detector/\w+/)`", page.read_text("utf-8"))
    }
    assert len(named) > 60
    assert [one for one in sorted(named) if not (ROOT / one[1]).exists()] == []


def test_terms_stand_in_order():
    terms = re.findall(r"^\| ([\w, ()-]+) \|", TERMS, re.M)[1:]
    assert len(terms) > 40 and terms == sorted(terms)


@pytest.mark.parametrize("word", GONE_WORDS)
def test_a_word_that_is_gone_is_in_no_name(word):
    using = [name for name, held in names().items() if any(word in words_of(n) for n in held)]
    assert not using
