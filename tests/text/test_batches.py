"""An article's verdict does not depend on the articles beside it, nor on the run."""

from __future__ import annotations

import random

import numpy as np
import pytest
from click.testing import CliRunner
from places import SAMPLES

from detector import Detector
from detector.cli.commands import main
from detector.ngrams.substitution import (
    batch_substitution_scores,
    compute_substitution_scores,
    substitution_scores,
)
from detector.ngrams.surprisal import compute_surprisal, shipped_ngram_model
from detector.readers import read
from detector.text.batches import MAX_BATCH_ARTICLES
from detector.text.token_batch import TokenBatch
from detector.text.tokens import batch_of, tokenize

# Among articles these are met too: an article without words must not shift its neighbours.
ODD = ("", ".", "Stop.", "12 14", " \n ", "“", "Kyiv", "The the the")


@pytest.fixture(scope="module")
def texts():
    found = [item.text for item in read([str(SAMPLES)])]
    assert len(found) >= 10
    mixed = [*found, *ODD, *(text[: len(text) // 3] for text in found)]
    random.Random(4).shuffle(mixed)
    return mixed


def test_a_batch_gives_what_single_articles_give(texts):
    judge = Detector(wording=True)
    batch = list(judge.judge_many(texts))
    assert batch == [judge.judge(text) for text in texts]


def test_the_order_of_a_batch_changes_nothing(texts):
    judge = Detector()
    once = list(judge.judge_many(texts))
    # Another number in front moves every article to another place in another batch.
    again = list(judge.judge_many([*texts[: MAX_BATCH_ARTICLES // 3], *texts[::-1]]))[
        MAX_BATCH_ARTICLES // 3 :
    ]
    assert once == again[::-1]


def test_contests_of_a_batch_are_those_of_single_articles(texts):
    cut = tokenize(texts)
    model = shipped_ngram_model()
    assert len(batch_substitution_scores(batch_of(cut)).words) > 100
    for tokens in cut:
        alone = TokenBatch([tokens.text])
        own = compute_substitution_scores(alone, compute_surprisal(alone, model), model)
        assert all(map(np.array_equal, substitution_scores(tokens), own))


def test_rows_of_a_second_run_are_the_same(tmp_path):
    rows = []
    for name in ("one.jsonl", "two.jsonl"):
        run = CliRunner().invoke(main, ["score", str(SAMPLES), "-o", str(tmp_path / name)])
        assert run.exit_code in (0, 1), run.output
        rows.append((tmp_path / name).read_bytes())
    assert rows[0] == rows[1]
    assert rows[0]
