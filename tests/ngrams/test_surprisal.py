"""The n-gram model: how it is kept, whether its probabilities are right, what it tells apart."""

from __future__ import annotations

import gzip
import json
from itertools import chain, pairwise
from textwrap import wrap

import numpy as np
import pytest

from detector.article import Article
from detector.ngrams.association import surprisal_features
from detector.ngrams.association_figures import ASSOCIATION_FEATURES
from detector.ngrams.ngram_model import (
    BREAK_ID,
    N_CLASS_IDS,
    NAME_ID,
    NUMBER_ID,
    RARE_ID,
    START_ID,
    DamagedModelError,
    NgramModel,
    find,
    load,
)
from detector.ngrams.surprisal import (
    MODEL_NAME,
    batch_surprisal,
    compute_surprisal,
    sequence,
    shipped_ngram_model,
    word_surprisal,
)
from detector.resources.model_files import find_file
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens, tokenize
from detector.training.fitting.ngram_estimation import FormIndex, estimate, stream

EDITED = (
    "The ferry company said on Monday that it would cut services to the islands after a fire in "
    "the engine room of its largest ship. No one was hurt, but hundreds of passengers spent the "
    "night in a school. The government has ordered an investigation into the cause of the fire."
)
SPUN = (
    "The ferry corporation mentioned on Monday that it would slash offerings to the isles past a "
    "blaze in the motor space of its biggest vessel. No one was damaged, yet loads of travellers "
    "paid the evening in a faculty. The authority has commanded a probe into the motive of it."
)
SMALL = [
    Article("The old bridge is closed. The old mill is open. The old bridge is old." * 9, id="1"),
    Article("The mill is old, and the bridge is closed. The bridge is open." * 9, id="2"),
    Article("Is the mill open? The mill is closed, and the old bridge is closed." * 9, id="3"),
]


def train(articles):
    forms = FormIndex()
    streams = [stream(article.text, forms) for article in articles]
    return estimate(streams, list(forms))


@pytest.fixture(scope="module")
def small():
    return train(SMALL)


def surprisal(text, model):
    return compute_surprisal(TokenBatch([text]), model)


def company(text):
    """The figures of one article without quotations."""
    batch = TokenBatch([text])
    quoted = np.zeros(len(batch.begins), dtype=bool)
    return surprisal_features(batch, quoted, batch_surprisal(batch))[
        -len(ASSOCIATION_FEATURES) :, 0
    ]


def test_an_article_as_the_model_sees_it(small):
    text = "The bridge, in Lowick, cost 2.5 gulden. Is old-mill open?"
    seen = sequence(TokenBatch([text]), small).ids.tolist()
    bridge, mill, old = small.ids["bridge"], small.ids["mill"], small.ids["old"]
    assert seen[:4] == [START_ID, small.ids["the"], bridge, BREAK_ID]
    assert seen[4:11] == [RARE_ID, NAME_ID, BREAK_ID, RARE_ID, NUMBER_ID, RARE_ID, START_ID]
    assert seen[12:14] == [old, mill]


@pytest.mark.parametrize("gap", [" ", "  ", "\t", "\xa0", "-"])
def test_spaces_and_hyphens_join_words(small, gap):
    plain = surprisal("The mill is old and the bridge is closed.", small)
    other = surprisal(f"The mill is old and the{gap}bridge is closed.", small)
    assert other.log10.tolist() == plain.log10.tolist()


def test_typeset_lines_are_no_breaks():
    wrapped = "\n".join(wrap(EDITED, 52))
    assert (
        word_surprisal(Tokens(wrapped)).log10.tolist()
        == word_surprisal(Tokens(EDITED)).log10.tolist()
    )


def test_curly_quotes_are_read_as_straight_ones():
    straight = word_surprisal(
        Tokens("The mayor said: \"We don't know what the council's plan is.\"")
    )
    curly = word_surprisal(Tokens("The mayor said: “We don’t know what the council’s plan is.”"))
    assert straight.log10.tolist() == curly.log10.tolist()


def test_probabilities_of_what_follows_add_up_to_one(small):
    n_ids = len(small.word_cost)
    the, old = small.ids["the"], small.ids["old"]
    for context in ([the], [old], [the, old], [old, the], [RARE_ID, RARE_ID]):
        total = 0.0
        for word in range(n_ids):
            cost = small.costs(np.array([*context, word])).cost[-1]
            total += 10 ** (-cost / 32)
        assert total == pytest.approx(1.0, abs=0.06), "beyond rounding"


def test_what_was_seen_is_likelier_than_what_was_not(small):
    found = surprisal("The old bridge is closed. The closed bridge old is.", small)
    assert found.log10[1] > found.log10[6] and found.log10[3] > found.log10[8]
    assert found.unseen.tolist()[:5] == [False] * 5
    assert found.unseen[6] and not found.unseen[5]


def test_no_key_is_taken_for_another(small):
    words = range(len(small.word_cost))
    keys = np.array([first << 16 | second for first in words for second in words])
    known = set(keys[find(small.pairs, keys).known].tolist())
    wanted = set()
    for article in SMALL:
        ids = sequence(TokenBatch([article.text]), small).ids.tolist()
        wanted |= {first << 16 | second for first, second in pairwise(ids) if second != START_ID}
    assert known == wanted


def test_training_does_not_depend_on_the_order(small):
    assert train(SMALL[::-1]).digest() == small.digest()


def test_training_on_nothing_that_comes_twice():
    model = train([Article("Hail fell.", id="1")])
    assert len(surprisal("Hail fell again.", model).log10) == 3


def test_saved_model_reads_back(small, tmp_path):
    small.save(tmp_path / "m.npz")
    again = load(tmp_path / "m.npz", small.digest())
    assert again.digest() == small.digest() and again.ids == small.ids


def test_a_model_that_was_changed_is_refused(small, tmp_path):
    arrays = small.arrays()
    arrays["word_cost"] = arrays["word_cost"] ^ 1
    NgramModel(**arrays).save(tmp_path / "m.npz")
    with pytest.raises(DamagedModelError, match="digest"):
        load(tmp_path / "m.npz", small.digest())


def test_a_model_that_could_run_code_is_refused(small, tmp_path):
    arrays = small.arrays() | {"word_cost": np.array([{"a": print}], dtype=object)}
    np.savez(tmp_path / "m.npz", **arrays)
    with pytest.raises(DamagedModelError):
        load(tmp_path / "m.npz")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY"])
def test_a_file_that_is_no_model_is_refused(tmp_path, content):
    (tmp_path / "m.npz").write_bytes(content)
    with pytest.raises(DamagedModelError):
        load(tmp_path / "m.npz")


def test_shipped_model_is_small():
    path = find_file(MODEL_NAME)
    assert path.stat().st_size < 13_000_000
    assert len(shipped_ngram_model().ids) > 20_000


def test_edited_prose_is_likelier_than_its_spun_copy():
    edited, spun = word_surprisal(Tokens(EDITED)), word_surprisal(Tokens(SPUN))
    assert edited.log10.mean() > spun.log10.mean() + 0.3
    assert edited.unseen.mean() < spun.unseen.mean()


def test_words_of_a_spun_copy_keep_worse_company():
    figures = [
        dict(zip(ASSOCIATION_FEATURES, company(text), strict=True)) for text in (EDITED, SPUN)
    ]
    for name in ("gain_mean", "content_company", "content_company_tail_10", "grammar_gain"):
        assert figures[0][name] > figures[1][name], name
    for name in ("content_strangers", "gain_negative"):
        assert figures[0][name] < figures[1][name], name


def test_company_hardly_depends_on_length():
    first, second = company(EDITED), company(f"{EDITED}\n{EDITED}")
    assert np.abs(first - second).max() < 0.05


@pytest.mark.parametrize(
    "text", ["", " ", "…", "A", "1 2 3", "\ud800 \ud800", "\x00", "🙂 🙂", "東京は夜", "'" * 99]
)
def test_odd_texts_are_no_error(text):
    found = word_surprisal(Tokens(text))
    figures = company(text)
    assert len(found.log10) == Tokens(text).word_count == len(found.unseen)
    assert figures.shape == (len(ASSOCIATION_FEATURES),) and np.isfinite(figures).all()


def test_an_article_is_scored_once():
    edited, spun = Tokens(EDITED), Tokens(SPUN)
    first = word_surprisal(edited)
    assert word_surprisal(spun).log10.tolist() != first.log10.tolist()
    assert word_surprisal(edited) is first
    assert word_surprisal(Tokens(EDITED)).log10.tolist() == first.log10.tolist()


def test_another_model_is_asked_itself(small):
    tokens = Tokens(EDITED)
    assert surprisal(EDITED, small).log10.tolist() != word_surprisal(tokens).log10.tolist()


def is_wording(row):
    kinds = ("Fluency/Grammar", "Fluency/Register", "Style/Awkward", "Accuracy/Mistranslation")
    return row["category"].startswith((*kinds, "Terminology"))


def test_least_likely_words_are_those_that_translators_marked(shared):
    """Words of improbable pairs fall into marked spans of at most six words twice as often."""
    from detector.signals.fluency import improbable_pairs

    spans: dict[str, set[tuple[int, int]]] = {}
    with gzip.open(shared / "data" / "mqm_spans_zh-en.jsonl.gz", "rt", encoding="utf-8") as lines:
        for _, row in zip(range(30_000), map(json.loads, lines), strict=False):
            marked = spans.setdefault(row["text"], set())
            if is_wording(row) and row["span"].strip() and row["text"].count(row["span"]) == 1:
                start = row["text"].index(row["span"])
                marked.add((start, start + len(row["span"])))
    pointed, everywhere = [], []
    texts = list(spans)
    batches = (tokenize(texts[at : at + 200]) for at in range(0, len(texts), 200))
    for tokens in chain.from_iterable(batches):
        marked = spans[tokens.text]
        inside = np.zeros(tokens.word_count, dtype=bool)
        for first, last in (tokens.words_between(*span) for span in marked):
            inside[first:last] |= last - first <= 6
        everywhere.append(inside)
        pointed += [inside[index] for _, index in improbable_pairs(word_surprisal(tokens))]
    assert len(pointed) > 500
    assert np.mean(pointed) > 1.7 * np.concatenate(everywhere).mean()


def test_ids_below_the_words_are_classes():
    assert min(shipped_ngram_model().ids.values()) == N_CLASS_IDS
