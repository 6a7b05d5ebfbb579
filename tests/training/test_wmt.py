"""WMT test sets out of sacrebleu's cache: articles by document id, and what is missing."""

from __future__ import annotations

import gzip

import orjson
import pytest
from sacrebleu_cache import fill, put

from detector.training.corpora.collect import collect_wmt
from detector.training.corpora.labelled import CorpusError, read_folder
from detector.training.corpora.wmt import articles
from detector.training.corpora.wmt_cache import cache_folder, check, read_fields, wmt_sets

sacrebleu_dataset = pytest.importorskip(
    "sacrebleu.dataset", reason="the extra `train` is not installed"
)
SYSTEMS = ("wmt21/systems",)
PAIRS = ("de-en", "en-de", "en-ja")


@pytest.fixture
def cache(tmp_path):
    fill(tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def rows(cache, tmp_path):
    collect_wmt(tmp_path / "mt_news.jsonl.gz", cache, SYSTEMS, PAIRS)
    with gzip.open(tmp_path / "mt_news.jsonl.gz") as lines:
        return {row["id"]: row for row in map(orjson.loads, lines)}


def test_segments_of_a_document_become_one_article(rows):
    row = rows["wmt21_systems:de-en:blatt.1:Online-W"]
    assert row == {
        "id": "wmt21_systems:de-en:blatt.1:Online-W",
        "group": "2021:de-en:blatt.1",
        "label": "mt",
        "year": 2021,
        "src_lang": "de",
        "system": "Online-W",
        "title": "Bridge locked",
        "text": "Bridge locked\nThe bridge is to.",
        "source_dataset": "WMT21",
        "license": "WMT submissions (statmt; research use)",
    }


def test_human_text_and_machine_output_share_the_group(rows):
    labels = {row["label"] for row in rows.values() if row["group"] == "2021:de-en:blatt.2"}
    assert labels == {"mt", "human_translation"}


def test_only_the_references_that_sacrebleu_scores_by_are_taken(rows):
    assert {row["system"] for row in rows.values() if row["label"] == "human_translation"} == {
        "human-ref-A"
    }


def test_an_english_story_on_two_shelves_is_taken_once(rows):
    originals = [row for row in rows.values() if row["label"] == "human_original"]
    assert [row["id"] for row in originals] == ["wmt21_systems:en:post.7:orig"]
    assert originals[0]["text"] == "Rain is due.\nTake a coat."
    assert (originals[0]["title"], originals[0]["src_lang"]) == ("", "en")


def test_a_segment_keeps_its_odd_line_ends(rows):
    assert rows["wmt21_systems:de-en:blatt.2:M2M100_1.2B-B4"]["text"] == "Market.\u2028Open."


def test_the_file_is_what_training_reads_and_the_same_again(cache, tmp_path):
    first, second = tmp_path / "mt_news.jsonl.gz", tmp_path / "again.jsonl.gz"
    counts = collect_wmt(first, cache, SYSTEMS, PAIRS)
    assert counts == {"mt": 4, "human_translation": 2, "human_original": 1}
    assert collect_wmt(second, cache, SYSTEMS, PAIRS) == counts
    assert first.read_bytes() == second.read_bytes()
    kinds = [sample.kind for sample in read_folder(tmp_path)]
    assert sorted(set(kinds)) == ["human_original", "human_translation", "machine"]


def test_what_is_missing_is_named_with_the_command_that_fetches_it(cache, tmp_path):
    (cache / "wmt21/systems/wmt21_systems.de-en.docid").unlink()
    for field in ("ref-A", "ref-B"):
        (cache / f"wmt21/systems/wmt21_systems.de-en.{field}").unlink()
    with pytest.raises(CorpusError) as caught:
        collect_wmt(tmp_path / "out.jsonl.gz", cache, (*SYSTEMS, "wmt22"), PAIRS)
    message = str(caught.value)
    assert "\n" not in message
    assert "wmt21/systems de-en (docid, ref)" in message
    assert "wmt22 de-en (src, docid, origlang, ref), en-de en-ja (src, docid, origlang)" in message
    assert "sacrebleu -t wmt21/systems -l de-en --echo src docid > /dev/null" in message
    assert "for pair in de-en en-de en-ja; do sacrebleu -t wmt22 -l $pair" in message
    assert not (tmp_path / "out.jsonl.gz").exists()


def test_an_empty_cache_is_one_error_for_the_default_test_sets(tmp_path):
    with pytest.raises(CorpusError, match=r"wmt21/systems .* wmt22 .* wmt23 .*fetch with"):
        collect_wmt(tmp_path / "out.jsonl.gz", tmp_path / "none")


@pytest.mark.parametrize(
    ("testsets", "pairs", "says"),
    [
        (("wmt99",), (), "no WMT test set with document ids named wmt99"),
        (("wmt08",), (), "document ids"),
        (("wmt22",), ("cs-uk",), "no pair cs-uk with English"),
        (("wmt15",), ("fr-en",), "no pair fr-en with English"),
    ],
)
def test_unknown_test_sets_and_pairs_are_told(tmp_path, testsets, pairs, says):
    with pytest.raises(CorpusError, match=says):
        wmt_sets(testsets, tmp_path, pairs)


def test_a_system_that_skipped_a_document_is_left_out(cache, tmp_path):
    put(cache, "wmt21/systems", "de-en", {"Hasty": ["Bridge shut", "It is shut."]})
    heard = []
    collect_wmt(tmp_path / "out.jsonl.gz", cache, SYSTEMS, PAIRS, heard.append)
    assert "left out, documents skipped: Hasty" in heard[0]
    with gzip.open(tmp_path / "out.jsonl.gz") as lines:
        assert b"Hasty" not in lines.read()


def test_files_that_do_not_fit_together_are_an_error(cache):
    put(cache, "wmt21/systems", "de-en", {"origlang": ["de"]})
    wmt_set = wmt_sets(SYSTEMS, cache, ["de-en"])[0]
    with pytest.raises(CorpusError, match=r"de-en\.origlang and .*de-en\.docid"):
        read_fields(wmt_set)


def found_in(wmt_set):
    return {row["id"]: row for row in articles(wmt_set, read_fields(wmt_set)[0])}


def test_up_to_2018_a_reference_may_be_the_original(tmp_path):
    fields = {
        "src": ["Es regnet.", "Er kommt.", "Prší."],
        "docid": ["post.1", "blatt.2", "denik.3"],
        "origlang": ["en", "de", "cz"],
        "genre": ["news"] * 3,
        "ref": ["AT&amp;T rose.", "He comes.", "It rains."],
    }
    put(tmp_path, "wmt13", "de-en", fields)
    found = found_in(wmt_sets(["wmt13"], tmp_path, ["de-en"])[0])
    assert [row["label"] for row in found.values()] == [
        "human_original",
        "human_translation",
        "human_translation",
    ]
    assert found["wmt13:en:post.1:orig"]["text"] == "AT&T rose."
    # A story from a third language belongs to the group that its own pair gives it.
    assert found["wmt13:de-en:denik.3:human-ref"]["group"] == "2013:cs-en:denik.3"
    assert found["wmt13:de-en:denik.3:human-ref"]["src_lang"] == "cs"


def test_only_news_is_taken_where_domains_are_named(tmp_path):
    fields = {
        "src": ["Er kommt.", "Toll!"],
        "docid": ["blatt.1", "mast.2"],
        "origlang": ["de"] * 2,
        "domain": ["news", "mastodon"],
        "refA": ["not a reference", "by its name"],
        "ref-refA": ["He comes.", "Great!"],
    }
    put(tmp_path, "wmt23", "de-en", fields)
    wmt_set = wmt_sets(["wmt23"], tmp_path, ["de-en"])[0]
    assert wmt_set.refs == ("ref-refA",)
    assert list(found_in(wmt_set)) == [
        "wmt23:de-en:blatt.1:human-ref-refA",
        "wmt23:de-en:blatt.1:refA",
    ]


def test_the_cache_is_where_sacrebleu_keeps_it(monkeypatch, tmp_path):
    from sacrebleu.utils import SACREBLEU_DIR

    assert str(cache_folder()) == SACREBLEU_DIR
    monkeypatch.setenv("SACREBLEU", str(tmp_path))
    assert cache_folder() == tmp_path


XML = """<?xml version='1.0' encoding='utf-8'?>
<dataset id="newstest2021.ha-en"><doc origlang="ha" id="jarida.4">
<src lang="ha"><p><seg id="1">Ruwa.</seg><seg id="2">Kasuwa.</seg></p></src>
<ref lang="en" translator="A"><p><seg id="1">Rain  fell.</seg><seg id="2">A fair.</seg></p></ref>
<hyp system="Own.v2" language="en"><p><seg id="1">Water.</seg><seg id="2">Market.</seg></p></hyp>
</doc></dataset>"""


def test_what_sacrebleu_itself_writes_is_read(monkeypatch, tmp_path):
    """Its own code lays the raw file out; only the fetching is left away."""
    data = sacrebleu_dataset.DATASETS["wmt21/systems"]
    monkeypatch.setattr(data, "_outdir", str(tmp_path / "wmt21/systems"))
    monkeypatch.setattr(data, "_rawdir", str(tmp_path / "wmt21/systems/raw"))
    monkeypatch.setattr(data, "maybe_download", lambda: None)
    raw = tmp_path / "wmt21/systems/raw" / data.langpairs["ha-en"][0]
    raw.parent.mkdir(parents=True)
    raw.write_text(XML, "utf-8")
    data.process_to_text("ha-en")
    wmt_set = wmt_sets(SYSTEMS, tmp_path, ["ha-en"])[0]
    check([wmt_set], tmp_path)
    found = found_in(wmt_set)
    assert {row["system"]: row["text"] for row in found.values()} == {
        "human-ref-A": "Rain fell.\nA fair.",
        "Own.v2": "Water.\nMarket.",
    }
