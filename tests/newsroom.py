# ruff: noqa: E501 - an article has a sentence a line
"""Small made-up articles to train on: clean, translated word for word, spun, generated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from detector.training.corpora.labelled import Sample

PLACES = "Marlow Denby Harwick Colby Ostend Brae Thornton Weald".split()
CLEAN = """The council in {p} approved the new bus route on Tuesday after a short debate.
Drivers will start the service in May, said Anna {q}, who runs the depot.
The fare stays at two pounds, and pensioners ride free before noon.
Three residents spoke against the plan because the stop blocks a school gate.
“We asked for a crossing and got a bench,” said one of them.
The mayor promised to look at the gate again before the first bus leaves.
A survey last year found that most people in {p} drive to work alone.
The county pays half of the cost, with the rest raised from parking fees.""".split("\n")
TRANSLATED = """The council of {p} has the new route of bus on the Tuesday approved, after of a debate short.
The conductors will begin with the service in the May, so Anna {q}, which the depot conducts.
The price remains by two pounds and the pensioners go for free before of the noon.
Three of the residents have themselves against the plan expressed, since the stop the gate blocks.
“We have a crossing demanded and a bank received”, so one from them.
The mayor has promised, the gate again to regard before that the first bus goes.
A questioning from the last year resulted that the most persons in {p} alone to the work travel.
The county takes over the half from the costs, the rest comes out of the fees of the parking.""".split(
    "\n"
)
SPUN = """The board in {p} sanctioned the novel coach itinerary on Tuesday subsequent to a terse deliberation.
Chauffeurs will commence the servicing in May, uttered Anna {q}, who operates the repository.
The tariff abides at two pounds, and retirees journey gratis antecedent to midday.
Three denizens orated versus the scheme since the halt impedes a schoolhouse portal.
“We asked for a crossing and got a bench,” uttered one of them.
The burgomaster vowed to scrutinise the portal anew prior to the inaugural coach departs.
A canvass preceding year unearthed that nigh all folk in {p} motor to labour solitary.
The shire remunerates moiety of the outlay, with the residue garnered from parking emoluments.""".split(
    "\n"
)
GENERATED = """In a significant development for {p}, the council has approved a transformative new bus route.
This initiative underscores the importance of sustainable mobility for communities everywhere.
Moreover, stakeholders such as Anna {q} emphasized the need for collaboration going forward.
It is important to note that affordability remains a key consideration for many residents.
However, concerns have been raised, highlighting the complex challenges that lie ahead.
Ultimately, the mayor reaffirmed a steadfast commitment to fostering an inclusive dialogue.
As {p} navigates this pivotal moment, the broader implications remain to be seen.
In conclusion, the decision serves as a testament to the enduring power of local action.""".split(
    "\n"
)
STYLES = {"news": CLEAN, "human_translation": CLEAN, "human_pair": CLEAN, "machine": TRANSLATED}
STYLES |= {"spun": SPUN, "generated": GENERATED}


def article(kind: str, seed: int) -> str:
    """An article of one kind; the same seed gives the same story in every style."""
    random = Random(seed)
    place, other = random.sample(PLACES, 2)
    order = random.sample(range(8), 8)
    return "\n\n".join(STYLES[kind][line].format(p=place, q=other) for line in order)


def samples(stories: int = 24) -> list[Sample]:
    """Every kind of article for a number of stories, four outlets, two countries."""
    found = []
    for story in range(stories):
        for kind in STYLES:
            news = kind in ("news", "spun")
            found.append(
                Sample(
                    id=f"{kind}:{story}",
                    text=article(kind, story),
                    kind=kind,
                    group=f"story{story}",
                    outlet=f"outlet{story % 8}" if news else "",
                    country=("BD" if story % 4 == 0 else "US") if news else "",
                    year=2021 if story % 3 == 0 else 2019,
                    language="de" if kind in ("machine", "human_translation") else "",
                    system=f"{kind}{story % 2}",
                )
            )
    return found


def write_own_articles(path: Path) -> Path:
    """A newsroom's own labelled articles as JSON Lines: thirty of each label."""
    labels = {"news": "clean", "machine": "translation", "spun": "spin", "generated": "synthetic"}
    rows = [
        {"text": article(kind, seed), "label": label, "id": f"{kind}-{seed}"}
        for kind, label in labels.items()
        for seed in range(30)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def printed_stories(count: int) -> Iterator[str]:
    """Made-up stories of twelve sentences, each printed two or three times, some words changed."""
    random = Random(4)
    for story in range(count):
        place, other = random.sample(PLACES, 2)
        lines = [
            line.format(p=place, q=other) + f" It was number {story * 37 + n * 1009} of {other}."
            for n, line in enumerate(random.sample(CLEAN, 8))
        ]
        for copy in range(random.choice([1, 2, 3])):
            printed = lines[:: 1 if copy < 2 else -1]
            yield "\n\n".join(printed).replace("council", ("council", "board", "council")[copy])
