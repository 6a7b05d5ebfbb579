"""The news test sets of WMT as labelled English articles: machine output beside human text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from detector.training.corpora.labelled import Row
from detector.training.corpora.wmt_cache import Fields, WmtTestSet, is_reference, is_system

TEST_SET_LICENSE = "WMT test set (statmt; research use, news copyright of publishers)"
SYSTEMS_LICENSE = "WMT submissions (statmt; research use)"
# Up to 2012 the test sets name Czech by the code of the country.
LANGUAGES = {"cz": "cs"}
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def articles(wmt_set: WmtTestSet, fields: Fields) -> Iterator[Row]:
    """The English articles of a shelf in the layout; a text with an empty segment is left out.

    A test set up to 2018 holds stories that were written in English: there the "reference" is
    the original. Where a test set names domains, only news is taken.
    """
    for docid, places in documents(fields).items():
        first = places[0]
        origin = LANGUAGES.get(fields["origlang"][first], fields["origlang"][first])
        if fields.get("domain", ["news"] * (first + 1))[first] != "news":
            continue
        for field, system, label in versions(wmt_set, fields, origin):
            segments = [fields[field][place] for place in places]
            if all(segments):
                yield article(wmt_set, docid, origin, system, label, segments)


def documents(fields: Fields) -> dict[str, list[int]]:
    """The line numbers of each document, in order."""
    line_numbers: dict[str, list[int]] = defaultdict(list)
    for place, docid in enumerate(fields["docid"]):
        line_numbers[docid].append(place)
    return line_numbers


def versions(wmt_set: WmtTestSet, fields: Fields, origin: str) -> Iterator[tuple[str, str, str]]:
    """The fields with English text for a story of an origin: field, system, label."""
    references = [field for field in fields if is_reference(field)]
    references = [field for field in references if field in wmt_set.refs] or references
    if not wmt_set.pair.endswith("-en"):
        if origin == "en":
            yield "src", "human-original", "human_original"
        return
    if origin == "en":
        yield references[0], "human-original", "human_original"
    else:
        for field in references:
            yield field, f"human-{field}", "human_translation"
    for field in fields:
        if is_system(field):
            yield field, field, "mt"


def article(
    wmt_set: WmtTestSet, docid: str, origin: str, system: str, label: str, segments: Sequence[str]
) -> Row:
    """One row of the layout: a segment is a line, a first line without a stop is the title."""
    original = label == "human_original"
    pair = "en" if origin == "en" else f"{origin}-en"
    name = wmt_set.testset.replace("/", "_")
    where = f"en:{docid}:orig" if original else f"{wmt_set.pair}:{docid}:{system}"
    headed = len(segments) > 1 and not SENTENCE_END.search(segments[0])
    return {
        "id": f"{name}:{where}",
        "group": f"{wmt_set.year}:{pair}:{docid}",
        "label": label,
        "year": wmt_set.year,
        "src_lang": "en" if original else wmt_set.source if label == "mt" else origin,
        "system": system,
        "title": segments[0] if headed else "",
        "text": "\n".join(segments),
        "source_dataset": f"WMT{wmt_set.testset[3:5]}",
        "license": SYSTEMS_LICENSE if label == "mt" else TEST_SET_LICENSE,
    }
