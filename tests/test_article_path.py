"""The way of one article: as docs/architecture.md says, through few modules, hardly back up."""

from __future__ import annotations

import inspect
import re
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest
from draw_architecture import PACKAGE, PATHS, floors, package_graph, package_of
from places import ROOT, SAMPLES

from detector import Article, Detector
from detector.cli.commands import main

SAMPLE = SAMPLES / "02_grain-corridor.txt"
MOST_CALLS_UP = 4
# A decorator that keeps results with their batch stands between caller and called, as a cache does.
MEMO = "text.derived"
# Families of signals aside: what an article shows decides how many of them it enters. The sample
# has marks that ask dictionaries, foreign words, house English and the compounds of news too, and
# is in doubt: a second reading enters five more.
MOST_MODULES = 48
FAMILIES = {name for name, path in PATHS.items() if "\nSIGNALS = " in path.read_text("utf-8")}


class Trace:
    """Calls between modules of the package while a function runs: caller, callee, in order."""

    def __init__(self):
        self.calls = []

    def __call__(self, frame, event, arg):
        called = place_of(frame) if event == "call" else None
        if called:
            caller = frame.f_back
            while caller is not None and not place_of(caller):
                caller = caller.f_back
            # An iterator that was handed down and is read there is no call up.
            reading = bool(frame.f_code.co_flags & inspect.CO_GENERATOR)
            self.calls.append((caller and place_of(caller), called, reading))

    def run(self, function, *arguments, **options):
        before = sys.getprofile()
        sys.setprofile(self)
        try:
            return function(*arguments, **options)
        finally:
            sys.setprofile(before)


def place_of(frame):
    """``package.module:function`` of a frame; None outside the package and for module bodies."""
    path = Path(frame.f_code.co_filename)
    if not path.is_relative_to(PACKAGE) or frame.f_code.co_qualname == "<module>":
        return None
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    if name == MEMO:
        return None
    return f"{name.removesuffix('.__init__')}:{frame.f_code.co_qualname}"


@cache
def levels():
    return {name: level for level, floor in enumerate(floors(package_graph())) for name in floor}


def floor_of(place):
    return levels()[package_of(place.partition(":")[0])]


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The calls of ``detector score`` on one article whose words are known."""
    folder = tmp_path_factory.mktemp("path")
    article = shutil.copy(SAMPLE, folder)
    command = ["score", str(article), "-o", str(folder / "review.csv"), "--quiet"]
    # The vocabulary keeps a word when it meets it again, so that the third time all are known.
    for _ in range(2):
        main(command, standalone_mode=False)
    trace = Trace()
    trace.run(main, command, standalone_mode=False)
    assert (folder / "review.csv").is_file()
    return trace.calls


def test_the_way_is_the_one_that_is_told(scored):
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.partition("<!-- way -->")[2].partition("<!-- /way -->")[0]
    told = re.findall(r"^\| `([\w.:]+)` \|", table, re.M)
    assert len(told) > 10
    first = {}
    for number, (_, called, _) in enumerate(scored):
        first.setdefault(called, number)
    assert [name for name in told if name not in first] == []
    assert told == sorted(told, key=first.__getitem__)


def test_an_article_is_hardly_handed_back_up(scored):
    rising = {
        (caller, called)
        for caller, called, reading in scored
        if caller and not reading and floor_of(called) > floor_of(caller)
    }
    assert len(rising) <= MOST_CALLS_UP, rising


def test_a_warm_article_enters_few_modules():
    detector, article = Detector(), Article(SAMPLE.read_text("utf-8"))
    for _ in range(2):
        detector.judge(article)
    trace = Trace()
    trace.run(detector.judge, article)
    entered = {called.partition(":")[0] for _, called, _ in trace.calls}
    assert "text.token_batch" in entered and entered & FAMILIES
    assert len(entered - FAMILIES) <= MOST_MODULES, sorted(entered - FAMILIES)
