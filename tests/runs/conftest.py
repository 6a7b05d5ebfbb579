"""What the tests of scale share: a folder of made-up news, quick to score."""

from __future__ import annotations

import json

import pytest

from detector.readers import find_inputs
from detector.runs.detector_config import DetectorConfig

PLACES = ("Aldmouth", "Brackley", "Corley", "Denholm", "Esk", "Fyfe")


def line(number):
    """One made-up record; short, since it is not its verdict that is tested here."""
    place = PLACES[number % len(PLACES)]
    mask = " It cost 1,000 XNUMX pounds." if number % 7 == 0 else ""
    text = (
        f"The council in {place} heard report {number} on Tuesday.{mask} "
        f"Nobody spoke against the {number % 13 + 2} new lamps in the lane."
    )
    record = {"text": text, "title": f"Report {number}"}
    if number % 3 == 0:
        record["id"] = f"wire-{number}"
    return json.dumps(record) + "\n"


@pytest.fixture
def wire(tmp_path):
    """Write a JSON Lines file of so many records."""

    def write(count, name="wire.jsonl"):
        path = tmp_path / name
        path.write_text("".join(map(line, range(count))), "utf-8")
        return path

    return write


@pytest.fixture
def look():
    """Survey one path."""
    return lambda path: find_inputs([str(path)])


@pytest.fixture(scope="session")
def config():
    return DetectorConfig()
