"""The second reading: which articles are read, what it adds, and what happens without a reader."""

from __future__ import annotations

import copy
import io
import json
import logging
import os
import pickle
import re
import shutil

import numpy as np
import pytest
from places import ROOT, SAMPLES
from rich.console import Console

from detector import Detector
from detector.article import Article
from detector.cli.explain import explain
from detector.english.news_register import FAR_FROM_NEWS
from detector.features.evidence import MeasuredArticle
from detector.features.reader_evidence import (
    MOST_SHOWN,
    in_address,
    is_overruled,
    replaced_words,
    sentence_surprisal,
)
from detector.lm import store
from detector.lm.encoder import ENCODER_FILE, REPLACED, PieceReading
from detector.lm.encoder import FIGURE_NAMES as SMALL_FIGURES
from detector.lm.engine import TokenStatistics
from detector.lm.figures import FIGURE_NAMES
from detector.lm.reader import Reading
from detector.model.reader_heads import ReaderHead, load_reader_heads
from detector.model.second_readers import MODES, MOST_THREADS, SecondReaders, reading_threads
from detector.resources.model_files import ModelError, read_card, save_card
from detector.review.wording import family_of, in_families
from detector.runs.detector_config import DetectorConfig
from detector.text.tokens import Tokens
from detector.verdict import Evidence

MODELS = ROOT / "models"
DOUBTFUL = (SAMPLES / "09_cup-tie.txt").read_text("utf-8")
CLEAN = (SAMPLES / "17_dam-release.txt").read_text("utf-8")
SHORT = (SAMPLES / "26_quake-brief.txt").read_text("utf-8")
FOREIGN = (SAMPLES / "28_sequia-embalses.txt").read_text("utf-8")
READ, READ_SMALL = "+reader", "+small-reader"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A cache that says it is installed; its files cannot be read."""
    monkeypatch.setenv(store.PLACE_VARIABLE, str(tmp_path))
    pytest.importorskip("onnxruntime", reason="the extra `reader` is not installed")
    folder = store.reader_folder()
    folder.mkdir(parents=True)
    for name in store.FILES:
        (folder / name).write_bytes(name.encode())
    store.write_manifest(folder)
    return folder


@pytest.fixture
def models(tmp_path):
    """A copy of the shipped model."""
    return shutil.copytree(MODELS, tmp_path / "models")


def test_the_small_reader_needs_no_installation():
    alone = Detector(second_reading="never").judge(DOUBTFUL)
    read = Detector().judge(DOUBTFUL)
    assert read.model == alone.model + READ_SMALL
    assert read.score != alone.score and read.sentence_surprisal == ()


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_damaged_small_reader_is_said_once_and_the_fast_model_goes_on(models, caplog, damage):
    path = models / ENCODER_FILE
    held = path.read_bytes()
    path.write_bytes(
        held[:5_000_000] + (b"tampered!" + held[5_000_009:] if damage != "cut" else b"")
    )
    if damage == "gone":
        path.unlink()
    detector = Detector(models)
    with caplog.at_level(logging.WARNING, "detector"):
        verdicts = [*detector.judge_many([DOUBTFUL, DOUBTFUL])]
    fast = Detector(second_reading="never").judge(DOUBTFUL)
    assert [verdict.score for verdict in verdicts] == [fast.score, fast.score]
    (record,) = caplog.records
    assert ENCODER_FILE in record.message and "only the fast model is used" in record.message


def test_always_fails_in_another_process_too(models, reader_cache):
    detector = Detector(models, second_reading="always")
    assert pickle.loads(pickle.dumps(detector)).second_readers.mode == "always"
    packed = pickle.dumps(detector)
    (models / ENCODER_FILE).unlink()
    with pytest.raises(ModelError, match=rf"{ENCODER_FILE} is missing"):
        pickle.loads(packed)


def test_always_wants_the_small_reader_too(models, reader_cache):
    (models / ENCODER_FILE).unlink()
    with pytest.raises(ModelError, match=rf"{ENCODER_FILE} is missing"):
        Detector(models, second_reading="always")


def test_a_small_reader_that_makes_no_sense_is_refused_and_judging_goes_on(models, caplog):
    (models / ENCODER_FILE).write_bytes(b"no archive")
    save_card(read_card(models), models)
    with caplog.at_level(logging.WARNING, "detector"):
        fast = Detector(second_reading="never").judge(DOUBTFUL)
        assert Detector(models).judge(DOUBTFUL).score == fast.score
    assert f"{ENCODER_FILE} is damaged" in caplog.records[0].message


def test_rows_without_the_small_reader_are_not_taken_for_rows_with_it(models):
    whole = DetectorConfig(model=models).facts()
    alone = DetectorConfig(model=models, second_reading="never").facts()["model"]
    (models / ENCODER_FILE).unlink()
    assert DetectorConfig(model=models).facts() != whole
    assert DetectorConfig(model=models, second_reading="never").facts()["model"] == alone


def test_what_each_reader_adds_has_a_name_of_its_own():
    families = {name for name, _, _ in in_families(Detector().contributions(DOUBTFUL, "spin"))}
    assert "small reader" in families and "full reader" not in families
    assert family_of("reader: mean_z")[0] == "full reader"


def test_a_model_of_before_the_small_reader_is_read_as_ever(models):
    (models / ENCODER_FILE).unlink()
    restated(models, lambda stated: stated.pop("small"))
    fast = Detector(second_reading="never").judge(DOUBTFUL)
    assert Detector(models).judge(DOUBTFUL) == fast


def test_always_fails_without_a_reader_and_says_what_to_do():
    with pytest.raises(ValueError, match="detector reader install"):
        Detector(second_reading="always")


@pytest.mark.parametrize("stated, threads", [("1", 1), ("3", 3), ("2,1", 2)])
def test_processes_that_share_the_cores_say_how_many_threads_read(monkeypatch, stated, threads):
    monkeypatch.setenv("OMP_NUM_THREADS", stated)
    assert reading_threads() == threads


@pytest.mark.parametrize("stated", ["", "0", "many"])
def test_else_the_cores_of_the_process_read(monkeypatch, stated):
    monkeypatch.setenv("OMP_NUM_THREADS", stated)
    assert 1 <= reading_threads() <= min(MOST_THREADS, os.cpu_count())


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="auto, always, never"):
        SecondReaders(None, "sometimes")
    assert MODES == ("auto", "always", "never")


def test_a_damaged_full_reader_is_said_once_and_the_small_one_goes_on(installed, caplog):
    (installed / store.BODY).write_bytes(b"tampered!")
    detector = Detector()
    with caplog.at_level(logging.WARNING, "detector"):
        verdicts = [*detector.judge_many([DOUBTFUL, DOUBTFUL])]
    assert all(verdict.model.endswith(READ_SMALL) for verdict in verdicts)
    (record,) = caplog.records
    assert store.BODY in record.message and "continuing without it" in record.message


def test_only_the_doubtful_are_read(reader_cache):
    verdicts = [*Detector().judge_many([DOUBTFUL, CLEAN, SHORT, FOREIGN, ""])]
    assert [verdict.model.endswith(READ) for verdict in verdicts] == [
        True,
        False,
        False,
        False,
        False,
    ]
    assert verdicts[0].score > Detector(second_reading="never").judge(DOUBTFUL).score + 0.05


def restated(models, change):
    """The heads of a copy of the model, changed, with a card that fits."""
    stated = json.loads((models / "reader.json").read_text("utf-8"))
    change(stated)
    (models / "reader.json").write_text(json.dumps(stated), "utf-8")
    save_card(read_card(models), models)


def test_the_full_reader_joins_only_where_the_small_one_leaves_a_doubt(models, reader_cache):
    assert Detector(models).judge(DOUBTFUL).model.endswith(READ)
    stated = json.loads((models / "reader.json").read_text("utf-8"))
    small = stated["small"] | {"read_from": stated["doubtful"]}
    restated(models, lambda stated: stated.update(small=small, doubtful=0.999))
    assert Detector(models).judge(DOUBTFUL).model.endswith(READ_SMALL)


def test_heads_of_no_cause_leave_the_fast_model_alone(models):
    restated(models, lambda stated: stated.update(heads={}))
    fast = Detector(second_reading="never").judge(DOUBTFUL)
    assert Detector(models).judge(DOUBTFUL) == fast


def test_heads_that_are_no_json_are_called_damaged(models):
    (models / "reader.json").write_text("no JSON", "utf-8")
    save_card(read_card(models), models)
    with pytest.raises(ModelError, match=r"reader\.json is damaged"):
        load_reader_heads(models)


def test_the_small_reader_reads_from_a_probability_of_its_own(models):
    restated(models, lambda stated: stated["small"].update(read_from=0.999))
    assert "reader" not in Detector(models).judge(DOUBTFUL).model
    restated(models, lambda stated: stated["small"].update(read_from=0.0))
    assert Detector(models).judge(CLEAN).model.endswith(READ_SMALL)
    # A file of before: both readers read from the same probability.
    restated(models, lambda stated: stated["small"].pop("read_from"))
    assert "reader" not in Detector(models).judge(CLEAN).model
    assert Detector(models).judge(DOUBTFUL).model.endswith(READ_SMALL)


@pytest.mark.parametrize(("distance", "odds", "read"), [
    (0.0, -0.5, True), (0.7, -0.5, False), (0.7, 0.0, True), (0.95, 9.0, False),
])  # fmt: skip
def test_far_from_news_it_takes_more_to_be_read_and_past_a_border_nothing_is(distance, odds, read):
    detector = Detector()
    found = detector.second_readers.read(
        [DOUBTFUL],
        np.array([400]),
        np.array([distance]),
        np.full((1, 3), odds),
        detector.classifier.heads,
    )
    assert (found != [None]) is read


@pytest.mark.parametrize(("odds", "distance", "read"), [
    (-1.0, 0.0, False), (1.0, 0.0, True), (6.0, 0.0, False), (4.0, 0.7, False),
])  # fmt: skip
def test_the_full_reader_reads_what_a_language_model_may_have_written(
    reader_cache, odds, distance, read
):
    detector, causes = Detector(), ("translation", "spin", "synthetic")
    (found,) = detector.second_readers.read(
        [CLEAN], np.array([400]), np.array([distance]), np.array([[-9.0, -9.0, odds]]), causes
    )
    assert (found is not None) is read
    if found is not None:
        assert found.small is None and found.read_by == READ
        assert not found.added.values[:, :2].any() and found.added.values[:, 2].any()


def test_a_model_of_before_reads_nothing_for_synthetic(models, reader_cache):
    odds = np.array([[-9.0, -9.0, 1.0]])
    restated(models, lambda stated: stated.pop("apart"))
    detector = Detector(models)
    asked = ([CLEAN], np.array([400]), np.zeros(1), odds, detector.classifier.heads)
    assert detector.second_readers.read(*asked) == [None]


def test_a_model_of_before_reads_nothing_that_is_far_from_news(models):
    assert load_reader_heads(models).read_to > FAR_FROM_NEWS
    restated(models, lambda stated: stated.pop("read_to"))
    assert load_reader_heads(models).read_to == FAR_FROM_NEWS


def test_the_same_alone_in_a_batch_and_in_another_process(reader_cache):
    detector = Detector()
    alone = detector.judge(DOUBTFUL)
    batch = [*detector.judge_many([CLEAN, DOUBTFUL, CLEAN, DOUBTFUL])]
    assert batch[1] == batch[3] == alone
    assert pickle.loads(pickle.dumps(detector)).judge(DOUBTFUL) == alone


def test_contributions_of_a_read_article_sum_to_its_probability(reader_cache):
    detector = Detector()
    (assessed,) = detector.assess([DOUBTFUL])
    verdict = detector.conclude(assessed)
    for cause in ("translation", "spin", "synthetic"):
        named = detector.breakdown(assessed, cause)
        odds = sum(value for _, value in named)
        assert verdict.probabilities[cause] == pytest.approx(1 / (1 + np.exp(-odds)), abs=1e-9)
    names = {name for name, _ in named}
    assert names >= {f"reader: {name}" for name in (*FIGURE_NAMES, "bound", "base")}
    assert names >= {f"small reader: {name}" for name in (*SMALL_FIGURES, "bound", "base")}


def test_what_the_figures_add_is_bounded():
    ones = np.ones(len(FIGURE_NAMES))
    head = ReaderHead(-1.0, 0.5, ones, np.zeros_like(ones), ones)
    assert head.contributions(3 * ones).sum() == pytest.approx(-0.5)
    assert head.contributions(-3 * ones).sum() == pytest.approx(-1.0 - 3 * len(ones))


def test_a_model_without_heads_reads_nothing():
    assert load_reader_heads(SAMPLES) is None
    assert SecondReaders(None).read([], np.empty(0), np.empty(0), np.empty((0, 3)), ()) == []
    with pytest.raises(ValueError, match=r"reader\.json"):
        SecondReaders(None, "always")


@pytest.mark.parametrize("harm", ["figures", "heads", "spread", "shape"])
def test_heads_that_make_no_sense_are_refused(tmp_path, harm):
    models = tmp_path / "models"
    models.mkdir()
    shutil.copy(MODELS / "card.json", models)
    stated = json.loads((MODELS / "reader.json").read_text("utf-8"))
    changed = copy.deepcopy(stated)
    if harm == "figures":
        changed["figures"] = changed["figures"][::-1]
    elif harm == "heads":
        changed["heads"] = []
    elif harm == "spread":
        changed["heads"]["spin"]["spread"][0] = 0.0
    else:
        changed["heads"]["spin"]["centre"].pop()
    (models / "reader.json").write_text(json.dumps(changed), "utf-8")
    with pytest.raises(ModelError, match="not the file that its card"):
        load_reader_heads(models)
    save_card(read_card(models), models)
    with pytest.raises(ModelError, match=r"other figures|damaged"):
        load_reader_heads(models)


def test_unexpected_words_are_shown_with_what_was_expected(reader_cache):
    verdict = Detector(wording=True).judge(DOUBTFUL)
    shown = [mark for mark in verdict.evidence if mark.signal == "unexpected_wording"]
    assert 1 <= len(shown) <= MOST_SHOWN
    assert any(mark.note.startswith("a language model expected: ") for mark in shown)
    for mark in shown:
        assert mark.text == DOUBTFUL[mark.start : mark.end]
        assert mark.text.isalpha() and mark.text.islower() and mark.weight == 0.0


def test_no_word_is_called_unexpected_where_a_language_model_wrote_them_all(reader_cache):
    written = Detector().judge((SAMPLES / "15_strait-talks-digest.txt").read_text("utf-8"))
    assert written.model.endswith(READ) and written.likeliest_cause == "synthetic"
    assert "unexpected_wording" not in written.reasons


def test_each_sentence_of_the_opening_says_how_oddly_it_reads(reader_cache):
    detector = Detector()
    verdict = detector.judge(DOUBTFUL)
    read = verdict.sentence_surprisal
    assert len(read) >= 2 and all(0 < one.surprisal < 15 for one in read)
    assert [one.start for one in read] == sorted(one.start for one in read)
    assert json.loads(json.dumps(verdict.to_dict()))["sentence_surprisal"][0] == list(read[0])
    assert Detector(second_reading="never").judge(DOUBTFUL).sentence_surprisal == ()
    shown = Console(width=200, file=io.StringIO(), record=True)
    shown.print(explain(Article(DOUBTFUL), detector, colour=False))
    assert "strange (nats a token)" in shown.export_text()


def test_a_strange_sentence_stands_out_and_names_do_not_count():
    sentences = "The mayor spoke on the bridge. Green ideas sleep furiously in the old mill."
    text = f"A bridge in an odd headline\n\n{sentences}"
    tokens = Tokens(text)
    spans = [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    logprob = np.array([-12.0 if not 29 < start < 59 else -2.0 for start, _ in spans], np.float32)
    names = np.array([text[start].isupper() for start, _ in spans])
    logprob[names] = -50.0
    flat = np.zeros(len(spans), np.float32)
    statistics = TokenStatistics(logprob, flat, flat, flat.astype(int), np.empty((len(spans), 0)))
    measured = MeasuredArticle(Article(text), tokens, "en", {})
    found = [*sentence_surprisal(measured, Reading(spans, statistics, names))]
    assert [text[one.start : one.end].split()[0] for one in found] == ["The", "Green"]
    assert [(one.surprisal, one.level) for one in found] == [(2.0, 0), (12.0, 2)]


def test_the_small_reader_shows_words_that_look_put_in_the_place_of_others():
    text = "Bono sang. The “tight boundaries” of the accord were holded by the ministers."
    spans = [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    log_odds = np.full((len(spans) + 1, 3), -4.0, np.float32)
    for word in ("Bono", "boundaries", "holded"):
        log_odds[[text[a:b] for a, b in spans].index(word), REPLACED] = 3.0
    measured = MeasuredArticle(Article(text), Tokens(text), "en", {})
    (mark,) = replaced_words(measured, PieceReading(spans, log_odds))
    assert (mark.text, mark.cause, mark.weight) == ("holded", "spin", 0.0)


@pytest.mark.parametrize(("text", "inside"), [
    ("see https://example.org/a-craft now", True), ("write to ann.craft@example.org", True),
    ("the small craft sank", False),
])  # fmt: skip
def test_no_word_of_an_address_is_shown(text, inside):
    assert in_address(text, text.index("craft")) is inside


@pytest.mark.parametrize(("signal", "rank", "overruled"), [
    ("outdone_word", 3, True), ("improbable_pair", 3, True),
    ("outdone_word", 500, False), ("tortured_phrase", 3, False),
])  # fmt: skip
def test_weak_suggestions_are_overruled_where_the_model_is_at_ease(signal, rank, overruled):
    flat = np.zeros(2, np.float32)
    statistics = TokenStatistics(flat, flat, flat, np.array([0, rank]), np.empty((2, 0), np.int64))
    reading = Reading([(0, 4), (5, 9)], statistics, np.zeros(2, bool))
    mark = Evidence(signal, "spin", 0, 9, "held back", "", 0.0)
    assert is_overruled(mark, reading) is overruled
