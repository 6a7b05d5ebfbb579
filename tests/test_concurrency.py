"""One detector, many at once: threads, pickles, joblib, spawned processes, asyncio."""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random

import joblib
import pytest
from hostility import mixture
from newsroom import article

from detector import Detector
from detector.settings import Settings
from detector.text import vocabulary
from detector.text.tokens import tokenize

TEXTS = [article(kind, seed) for kind in ("news", "machine", "spun") for seed in range(4)]
TEXTS += [mixture(Random(seed), 1500) for seed in range(8)]


@pytest.fixture(scope="module")
def detector():
    return Detector()


@pytest.fixture(scope="module")
def expected(detector):
    return [detector.judge(text) for text in TEXTS]


@pytest.fixture
def eager_switching():
    """Threads that give way far more often than they would: races show."""
    held = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(held)


@pytest.fixture
def new_words(expected, monkeypatch):
    """What is remembered of words is begun anew, so that all threads learn it at once."""
    for kind in ("_words", "_gaps"):
        monkeypatch.setattr(vocabulary.VOCABULARIES, kind, vocabulary.Vocabulary())


@pytest.mark.usefixtures("new_words", "eager_switching")
def test_threads_share_a_detector(detector, expected):
    with ThreadPoolExecutor(8) as pool:
        orders = [Random(seed).sample(range(len(TEXTS)), len(TEXTS)) for seed in range(3)]
        for order in orders:
            found = list(pool.map(lambda number: detector.judge(TEXTS[number]), order))
            assert found == [expected[number] for number in order]


@pytest.mark.usefixtures("new_words", "eager_switching")
def test_detectors_of_different_settings_share_nothing_that_tells(tmp_path):
    """Values kept with a text, engines and vocabularies know nothing of a desk's settings."""
    style = tmp_path / "style.tsv"
    style.write_text("harbour\tharbor\n", "utf-8")
    desks = [
        Settings(),
        Settings(frozenset({"number_slot", "outdone_word"})),
        Settings(frozenset(), {"number_slot": 9.0}, str(style)),
    ]
    texts = [*TEXTS, "The harbor master moved 9,000 XNUMX barges. " * 3]
    alone = [list(Detector(settings=desk).judge_many(texts)) for desk in desks]
    assert len({verdicts[-1].score for verdicts in alone}) == len(desks)
    detectors = [Detector(settings=desk) for desk in desks]

    def judge(task):
        desk, number = task
        return detectors[desk].judge(texts[number])

    tasks = [(desk, number) for number in range(len(texts)) for desk in range(len(desks))]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(judge, tasks)) == [alone[desk][number] for desk, number in tasks]


def test_one_cut_serves_detectors_of_different_settings():
    """The same articles, measured by one detector after the other, as a report does."""
    silent = Settings(frozenset({"number_slot", "spintax", "outdone_word"}))
    engines = [Detector(settings=desk).signal_engine for desk in (Settings(), silent)]
    expected = [engine.read(tokenize(TEXTS)) for engine in engines]
    articles = tokenize(TEXTS)
    assert [engine.read(articles) for engine in engines] == expected
    assert [engine.read(articles) for engine in reversed(engines)] == expected[::-1]


def test_a_pickle_judges_alike(detector, expected):
    again = pickle.loads(pickle.dumps(detector))
    assert list(again.judge_many(TEXTS)) == list(detector.judge_many(TEXTS))
    assert [verdict.reasons for verdict in expected] == [
        verdict.reasons for verdict in again.judge_many(TEXTS)
    ]


def test_a_pickle_keeps_the_desks_settings(tmp_path):
    style = tmp_path / "style.tsv"
    style.write_text("harbour\tharbor\n", "utf-8")
    settings = Settings(frozenset({"number_slot"}), {"spintax": 9.0}, str(style))
    one = Detector(settings=settings, threshold=0.3, wording=True)
    text = "The harbor master moved 9,000 XNUMX barges. " * 3
    again = pickle.loads(pickle.dumps(one))
    assert again.judge(text) == one.judge(text)
    assert set(again.judge(text).reasons) >= {"house_style"}
    assert "number_slot" not in again.judge(text).reasons


def judge_reasons(detector, text):
    return detector.judge(text).reasons


def test_joblib_and_spawned_processes(detector, expected):
    reasons = [verdict.reasons for verdict in expected[:6]]
    jobs = (joblib.delayed(judge_reasons)(detector, text) for text in TEXTS[:6])
    assert joblib.Parallel(n_jobs=2)(jobs) == reasons
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.starmap(judge_reasons, [(detector, text) for text in TEXTS[:6]]) == reasons


def test_asyncio_executors(detector, expected):
    async def work():
        loop = asyncio.get_running_loop()
        asked = [loop.run_in_executor(None, detector.judge, text) for text in TEXTS]
        return await asyncio.gather(*asked)

    assert asyncio.run(work()) == expected
