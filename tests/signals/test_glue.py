"""Glue in many written variants, and the names of the world, which must stay whole."""

from __future__ import annotations

import json
import re
from itertools import product

import pytest

from detector.signals import glue
from detector.text.tokens import Tokens, tokenize

KNOWN = (
    "Putin Biden Ukraine Moscow Macron Berlin Pakistan Nigeria Bangladesh London Reuters".split()
)
RARE = "Tshabalala Adeyinka Kurkinen Wickremesinghe Chidambaram Horvathova Fernandopulle".split()
WORDS = "ready factory government minister police market company children hospital river".split()
JOINERS = (
    "although because while which when after that they from were would said and but the".split()
)
STARTS = "If Although The But When After In It They This However".split()
FRAMES = (
    "Yesterday the council heard {} the plan was changed in the morning.",
    "In the north of the country {} nobody was ready to leave the town.",
    "According to officials {} and the people of the city have waited since March.",
)
NAMES = """
    Anderson Washington Ferdinand Rolando Hamilton Cameron Petersen Clinton Robertson Jonathan
    Beckwith Blythe Goethe Forsythe Sutherland Strickland Maryland Auckland Normand Bertrand Armand
    Hammarland Deutschland Nederland Uttarakhand Jharkhand Nagaland Zeeland Waterland Godswill
    Chidiebere Ngozi Uzochukwu Babatunde Okechukwu Oluwaseun Akpabio Ikwuemesi Minhas Subhas Uddin
    Shamsunnahar Ashiquzzaman Rahman Mozammel Chattopadhyay Bandyopadhyay Venkataraman Bharathan
    Farshad Mashhad Behrad Mehrshad Etihad Boussaid Elsaid Belhaj Robertas Javtokas Kallasvuo
    Pesonen Lehtonen Rautakorpi Saarinen Marianthe Margarethe Agathe Kristofor Christofor Barreto
    Amato Saito Kaneto Takato Justo Mathis Dennis Alexis Yemenis Qataris Azerbaijanis Rafsanjanis
    Rankin Usain Darwin Martin Marcin Constantin Peron Menon Easton Milton Jameson Samuelson Nixon
    Whitby Allenby Kirkby Crosby Appleby Rigby Topher Gallagher Schumacher Meher Daher Pither Tihany
    Szentendre Kecskemet Ljubljana Reykjavik Thingvellir Antananarivo Ouagadougou Tegucigalpa
    Nguyen Phuong Srisuwan Chulalongkorn Yogyakarta Sumitomo Hokkaido Tokushima Guangdong Zhejiang
    McDonald DeSantis LeBron FitzGerald MacArthur LaGuardia DiCaprio YouTube TikTok WhatsApp
    LinkedIn MacBook PayPal BuzzFeed MoveOn NowThis TheBlaze OpenAI SpaceX PetroChina
    FedEx JetBlue WeWork
""".split()


def variants():
    """Glued tokens, each in a sentence that holds it."""
    for number, (first, joiner) in enumerate(product(KNOWN + WORDS, JOINERS)):
        yield first + joiner, FRAMES[number % 3].format(first + joiner)
    for number, (first, joiner) in enumerate(product(RARE, JOINERS)):
        before = f"The speech was given by {first} at noon. "
        yield first + joiner, before + FRAMES[number % 3].format(first + joiner)
    for number, (first, start) in enumerate(product(KNOWN + WORDS, STARTS)):
        yield first + start, FRAMES[number % 3].format(first + start)


def glued(text):
    return marked(Tokens(text))


def marked(tokens):
    text = tokens.text
    return [
        text[mark.start : mark.end] for signal in glue.SIGNALS for mark in signal.read(tokens).marks
    ]


def test_variants_are_found():
    cases = list(variants())
    found = [glued(text) == [token] for token, text in cases]
    assert len(cases) >= 450
    assert sum(found) / len(found) >= 0.95


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_whole(name):
    assert glued(f"The governor met {name} on Monday and spoke for an hour about the bridge.") == []


def test_place_names_stay_whole(shared):
    """At most one spelling of a place in 1,000 looks like glue, in 20,000 spellings and more."""
    spellings = set()
    for line in (shared / "data" / "place_variants.jsonl").read_text("utf-8").splitlines():
        for variant in json.loads(line)["variants"]:
            spellings.update(re.findall(r"[A-Z][a-z]{4,}", variant))
    text = "The governor spoke in {} on Monday about the price of the old bridge."
    wronged, names = [], sorted(spellings)
    for at in range(0, len(names), 200):
        cut = tokenize([text.format(name) for name in names[at : at + 200]])
        wronged += [name for name, tokens in zip(names[at:], cut, strict=False) if marked(tokens)]
    assert len(spellings) > 10_000
    assert len(wronged) <= len(spellings) / 1000, wronged
