"""Spinning: real engines and thesauri where the machine has them, our own sentences throughout."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from detector.training.synthesis import back_translation as engines
from detector.training.synthesis import prose, thesaurus
from detector.training.synthesis.back_translation import (
    ENGINES,
    MissingPackagesError,
    missing_modes,
    spin_articles,
)
from detector.training.synthesis.content_farm import (
    FARMS,
    draw_recipe,
    spin_at_farm,
    split_sentences,
)
from detector.training.synthesis.engine_marks import clean_marks, replace_residue, restore_casing
from detector.training.synthesis.inflection import Form, inflect, read_form
from detector.training.synthesis.spinners import SPINNER_OF, SPINNERS
from detector.training.synthesis.spun_corpus import (
    choose_originals,
    is_spinnable,
    share_changed,
    spin_rows,
)
from detector.training.synthesis.synonym_spinner import SpinStyle, spin_with_swaps

ARTICLE = (
    "The mayor of Oldbridge said on Monday that the council's plan for the harbour wouldn't change "
    "before the next election.\n\n"
    '"We have listened to every family in the town," Helen Marsh told reporters, "and the company '
    'has agreed to pay for the repairs."\n\n'
    "About 3,400 people live near the old factory. The police closed two roads last year after a "
    "storm damaged the bridge, and the government gave £2.5m to help small businesses. Residents "
    "also fear that the price of homes will fall, but an official report found little risk. Ms "
    "Marsh, who became mayor in 2019, will meet the minister in London this week."
)
LONG = "\n\n".join([ARTICLE] * 2)

HAS_LISTS = thesaurus.WORDNET.exists() and thesaurus.MYTHES.exists()
HAS_ENGINES = not any(missing_modes(engine) for engine in ENGINES)


def needs(spinner_name: str) -> None:
    """Skip where this spinner's Debian packages or the extra ``train`` are absent."""
    pytest.importorskip("lemminflect", reason="the extra `train` is not installed")
    if not HAS_LISTS:
        pytest.skip("Debian's wordnet-base and mythes-en-us are not installed")
    if SPINNER_OF[spinner_name].family in ("engine", "farm") and not HAS_ENGINES:
        pytest.skip("Apertium and its pairs are not installed")


@pytest.fixture(scope="module", params=[spinner.name for spinner in SPINNERS])
def spinner(request):
    needs(request.param)
    return SPINNER_OF[request.param]


@pytest.fixture(scope="module")
def spun(spinner):
    return spinner.spin([ARTICLE], [11])[0]


def test_every_spinner_changes_words_and_keeps_lines(spun):
    assert 0.01 < share_changed(ARTICLE, spun.text) < 0.95
    assert [bool(line) for line in spun.text.split("\n")] == [
        bool(line) for line in ARTICLE.split("\n")
    ]
    assert 0 < spun.rate <= 1


# Engines draw lots for contractions alone: that one gives the same again is seen below.
@pytest.mark.parametrize(
    "spinner", [one.name for one in SPINNERS if one.family != "engine"], indirect=True
)
def test_every_spinner_repeats_itself_from_a_seed(spinner, spun):
    assert spinner.spin([ARTICLE], [11]) == [spun]


def test_no_spinner_leaves_marks_or_odd_spaces(spinner, spun):
    text = spun.text
    for mark in ("*", "@", "#", "  ", " ,", " .", ",,", "..", "“", "”", "parquote"):
        assert mark not in text, (spinner.name, mark)
    assert text.count('"') == ARTICLE.count('"')


def test_an_engine_gives_one_text_for_each_whatever_the_batch():
    needs("apertium_spa")
    engine = engines.ENGINE_OF["apertium_spa"]
    other = "The river rose by two metres. Nobody was hurt."
    together = spin_articles([ARTICLE, other], engine, [1, 2])
    assert together == [
        *spin_articles([ARTICLE], engine, [1]),
        *spin_articles([other], engine, [2]),
    ]


def test_seeds_matter_to_thesaurus_spinners():
    needs("wordnet_any")
    spin = SPINNER_OF["wordnet_any"].spin
    assert len({spun.text for spun in spin([LONG] * 6, range(6))}) > 3


def test_sparing_spinners_leave_quoted_speech_alone():
    needs("swaps_single")
    quoted = '"We have listened to every family in the town,"'
    for seed in range(8):
        assert quoted in SPINNER_OF["swaps_single"].spin([ARTICLE], [seed])[0].text
        assert quoted in SPINNER_OF["mythes_loose"].spin([ARTICLE], [seed])[0].text


def test_a_swapped_verb_takes_the_form_of_the_one_it_stands_for():
    needs("swaps_single")
    spun = spin_with_swaps("He purchases and denies it.", SpinStyle(1.0, any_sense=True), 1)
    assert "refutes" in spun or "rejects" in spun


def test_forms_are_read_in_their_place_and_given_to_synonyms():
    needs("swaps_single")
    assert read_form("attacks", "the") == Form("attack", "NOUN", "NNS")
    assert read_form("attacks", "who") == Form("attack", "VERB", "VBZ")
    assert read_form("would", "he") is None
    assert inflect("mention", Form("say", "VERB", "VBD")) == "mentioned"
    assert inflect("set up", Form("found", "VERB", "VBZ")) == "sets up"
    assert inflect("head of state", Form("leader", "NOUN", "NNS")) == "heads of state"


def test_articles_agree_with_the_swapped_word_and_others_are_left():
    needs("swaps_single")
    text = "It was a company and an URL."
    spun = {spin_with_swaps(text, SpinStyle(1.0, any_sense=True), seed) for seed in range(12)}
    assert "It was an agency" in "".join(spun)
    assert "It was a corporation" in "".join(spun)
    assert all("an URL" in one for one in spun)
    assert not any("a agency" in one or "an corporation" in one for one in spun)


def test_names_are_spared_unless_the_style_says_otherwise():
    needs("swaps_single")
    text = "Reporters met Bill Bush and Will Young at the White Horse."
    assert "Young" in spin_with_swaps(text, SpinStyle(1.0), 1)
    damaged = spin_with_swaps(text, SpinStyle(1.0, names=1.0), 1)
    assert "Youthful" in damaged or "Younger" in damaged


def test_a_missing_mode_is_one_error_that_names_the_packages(monkeypatch):
    monkeypatch.setattr(engines.shutil, "which", lambda _: None)
    with pytest.raises(MissingPackagesError, match=r"apertium-eng-spa.*wordnet-base"):
        spin_articles([ARTICLE], ENGINES[0], [1])


def test_a_missing_word_list_is_the_same_error(tmp_path):
    with pytest.raises(MissingPackagesError, match="apt-get install"):
        thesaurus.read_wordnet(tmp_path)


def test_wordnet_is_read_sense_by_sense(tmp_path):
    data = "  licence\n00000010 04 n 03 harbour 0 haven 0 Le_Havre 0 000 | a port\n"
    index = "  licence\nharbour n 1 0 1 0 00000010  \n"
    for ending in ("noun", "verb", "adj", "adv"):
        own = ending == "noun"
        (tmp_path / f"data.{ending}").write_text(data if own else "  licence\n")
        (tmp_path / f"index.{ending}").write_text(index if own else "  licence\n")
    assert thesaurus.read_wordnet(tmp_path)("harbour", "NOUN") == (("haven",),)


def test_mythes_takes_broader_words_only_when_loose(tmp_path):
    path = tmp_path / "th.dat"
    path.write_text("UTF-8\ncottage|1\n(noun)|bungalow|house (generic term)|palace (antonym)\n")
    assert thesaurus.read_mythes(path=path)("cottage", "NOUN") == (("bungalow",),)
    loose = thesaurus.read_mythes(True, path)
    assert loose("cottage", "NOUN") == (("bungalow", "house"),)


@pytest.mark.parametrize(
    ("spun", "original", "expected"),
    [
        ("The *harbour of @Oldbridge", "Oldbridge's harbour", "The harbour of Oldbridge"),
        ("( new ) roads , too .", "(new) roads, too.", "(new) roads, too."),
        ("at 5 p.M. today", "at 5 p.m. today", "at 5 p.m. today"),
        ("the council' plan", "the council's plan", "the council's plan"),
        ("the workers' plan", "the workers' plan", "the workers' plan"),
        ("see #harbour now", "see #harbour now", "see #harbour now"),
        ("the UN () and the “plan “” now", "the (UN) “plan” now", "the (UN) and the “plan” now"),
        ("Marsh's of Marsh plan of of it", "Marsh's plan", "Marsh's plan of it"),
        ("the “plan “ now", "the “plan” now", "the “plan” now"),
        ("a year-old22year-old man", "a 22-year-old man", "a year-old 22 year-old man"),
        ("the rebel -held town", "the rebel-held town", "the rebel-held town"),
        ("the ‘old' road", "the ‘old’ road", "the ‘old’ road"),
    ],
)
def test_marks_go_and_what_the_original_has_stays(spun, original, expected):
    assert clean_marks(spun, original) == expected


def test_residue_of_a_pivot_language_gives_way_to_the_original_word():
    def is_unknown_word(word):
        return word in {"haveno", "lapostulo"}

    assert replace_residue("The harbour was shut.", "The haveno was shut.", is_unknown_word) == (
        "The harbour was shut."
    )
    assert (
        replace_residue("It was shut.", "It was lapostulo shut.", is_unknown_word)
        == "It was  shut."
    )


def test_names_keep_their_capital():
    assert restore_casing("He met Olena. It rained.", "he Met olena. it Rained.") == (
        "He met Olena. It rained."
    )


def test_contractions_come_back_in_the_originals_proportion():
    text = "They don't know. Roads aren't open. She won't say."
    plain = prose.expand_contractions(text)
    assert plain == "They do not know. Roads are not open. She will not say."
    assert prose.contraction_rate(text) == 1.0
    assert prose.contraction_rate(plain) == 0.0
    assert prose.contract(plain, 1.0, random.Random(1)) == text
    assert prose.contract(plain, 0.0, random.Random(1)) == plain


def test_sentences_join_to_the_line_they_came_from():
    line = "It rained at 5 p.m. in Oldbridge. “Stay in,” she said. Then: 3.4 metres! Calm."
    assert "".join(split_sentences(line)) == line
    assert len(split_sentences(line)) == 7


def test_farm_recipes_differ_from_article_to_article():
    recipes = {draw_recipe(FARMS[0], seed) for seed in range(40)}
    assert len(recipes) == 40
    assert {len(recipe.engines) for recipe in recipes} == {1, 2}
    assert {recipe.style.keep_quotes for recipe in recipes} == {True, False}


def test_a_farm_treats_each_article_alone():
    needs("farm_mixed")
    other = "The river rose by two metres in the night. Nobody in the town was hurt."
    assert spin_at_farm([ARTICLE, other], FARMS[1], [1, 2])[1:] == spin_at_farm(
        [other], FARMS[1], [2]
    )


def test_the_swap_table_is_sorted_unique_sourced_and_lower_case():
    path = Path(engines.__file__).parents[2] / "data" / "spinner_swaps.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [tuple(row.values()) for row in csv.DictReader(lines, delimiter="\t")]
    assert rows == sorted(set(rows))
    assert len(rows) > 500
    for word, replacement, source in rows:
        assert word == word.lower() != replacement == replacement.lower()
        assert source


def article_row(number: int, outlet: str) -> dict[str, object]:
    return {
        "id": f"a{number}",
        "text": f"Town {number}: " + LONG,
        "outlet": outlet,
        "source_dataset": "ours",
        "year": 2020,
    }


def test_originals_are_drawn_evenly_over_outlets_and_the_unfit_left_out():
    rows = [article_row(number, "big" if number < 9 else "small") for number in range(10)]
    rows.append({"id": "short", "text": "Too short.", "outlet": "tiny", "source_dataset": "ours"})
    chosen = choose_originals(rows, 2, 1)
    assert {row["outlet"] for row in chosen} == {"big", "small"}
    assert len(choose_originals(rows, 50, 1)) == 10
    assert not is_spinnable(LONG.replace("Monday", "*Monday"))
    assert not is_spinnable(LONG.lower())


def test_spun_rows_point_to_their_originals():
    needs("swaps_phrases")
    rows = [article_row(number, "big") for number in range(3)]
    spun = spin_rows(rows, SPINNER_OF["swaps_phrases"], 7)
    assert spun == spin_rows(rows, SPINNER_OF["swaps_phrases"], 7)
    assert {row["label"] for row in spun} == {"spun"}
    assert {row["system"] for row in spun} == {"swaps_phrases"}
    texts = {row["id"]: row["text"] for row in rows}
    assert spun and all(texts[row["pair_id"]] != row["text"] for row in spun)
