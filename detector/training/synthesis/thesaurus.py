"""Where a spinner's synonyms come from: WordNet, MyThes, or a table of swaps that farms make.

All three are read from plain files. WordNet and MyThes are those of the Debian packages
``wordnet-base`` and ``mythes-en-us``; the swap table ships with the detector.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from detector.training.synthesis.back_translation import MissingPackagesError

WORDNET = Path("/usr/share/wordnet")
MYTHES = Path("/usr/share/mythes/th_en_US_v2.dat")

_POS_FILES = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
_POS_DIGITS = {"1": "NOUN", "2": "VERB", "3": "ADJ", "4": "ADV", "5": "ADJ"}
_MYTHES_POS = {"(noun)": "NOUN", "(verb)": "VERB", "(adj)": "ADJ", "(adv)": "ADV"}
_SYNTAX, _PLAIN = re.compile(r"\(\w+\)$"), re.compile(r"[a-z][a-z '-]+")
_REMARK = re.compile(r" \((\w+ term|antonym)\)$")

Senses = tuple[tuple[str, ...], ...]


class Thesaurus(NamedTuple):
    """A name, and the synonyms by ``(lemma, part of speech)``: one tuple a sense, usual first."""

    name: str
    senses: Mapping[tuple[str, str], Senses]

    def synonyms(self, lemma: str, pos: str) -> Senses:
        """Senses of a word that have at least one synonym; empty for a word not held."""
        return self.senses.get((lemma, pos), ())


def _only_words(candidates: Iterable[str], lemma: str) -> tuple[str, ...]:
    """Candidates a newsroom's text can take: lower case, letters, at most three words.

    WordNet is fond of hyphens, spinners are not: no synonym has more than its word.
    """
    hyphens = lemma.count("-")
    plain = dict.fromkeys(map(_plain_word, candidates))
    return tuple(word for word in plain if word and word != lemma and word.count("-") <= hyphens)


# Either list names a word some five times.
@cache
def _plain_word(candidate: str) -> str:
    """A candidate as text prints it; empty where no newsroom's text can take it."""
    word = _SYNTAX.sub("", candidate).replace("_", " ")
    return word if _PLAIN.fullmatch(word) and word.count(" ") < 3 else ""


def _require(path: Path) -> Path:
    if not path.exists():
        raise MissingPackagesError(str(path))
    return path


def _synset_words(path: Path) -> dict[str, list[str]]:
    """Words by synset offset from one ``data.*`` file (layout: wndb(5WN))."""
    words = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split(" ")
            words[fields[0]] = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
    return words


def _index_senses(path: Path, words: Mapping[str, list[str]]) -> dict[str, Senses]:
    """Synonyms by lemma from one ``index.*`` file, the sense met most in texts first."""
    senses = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            continue
        fields = line.split()
        lemma = fields[0].replace("_", " ")
        synsets = (_only_words(words[offset], lemma) for offset in fields[-int(fields[2]) :])
        if kept := tuple(sense for sense in synsets if sense):
            senses[lemma] = kept
    return senses


@cache
def read_wordnet(folder: Path = WORDNET) -> Thesaurus:
    """WordNet 3.0 from the Debian package ``wordnet-base``; about a second, once.

    Raises
    ------
    MissingPackagesError
        Where the package is absent.
    """
    senses: dict[tuple[str, str], Senses] = {}
    for pos, ending in _POS_FILES.items():
        words = _synset_words(_require(folder / f"data.{ending}"))
        for lemma, lemma_senses in _index_senses(folder / f"index.{ending}", words).items():
            senses[lemma, pos] = lemma_senses
    return Thesaurus("wordnet", senses)


@cache
def read_pos_counts(folder: Path = WORDNET) -> dict[tuple[str, str], int]:
    """How often SemCor's readers met a lemma as each part of speech (WordNet's ``cntlist.rev``).

    Raises
    ------
    MissingPackagesError
        Where the package ``wordnet-base`` is absent.
    """
    counts: dict[tuple[str, str], int] = defaultdict(int)
    path = _require(folder / "cntlist.rev")
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, count = line.split(" ")
        lemma, _, rest = key.partition("%")
        counts[lemma.replace("_", " "), _POS_DIGITS[rest[0]]] += int(count)
    return dict(counts)


def _mythes_sense(line: str, lemma: str, loose: bool) -> tuple[str, tuple[str, ...]]:
    """Part of speech and synonyms of one MyThes line; broader words only where ``loose``."""
    pos, *words = line.split("|")
    wanted = (None, "similar term", "generic term") if loose else (None, "similar term")
    kept = [word for word, remark in map(_word_and_remark, words) if remark in wanted]
    return _MYTHES_POS.get(pos, ""), _only_words(kept, lemma)


@cache
def _word_and_remark(entry: str) -> tuple[str, str | None]:
    """An entry of MyThes without the remark in brackets, and the remark."""
    remark = _REMARK.search(entry)
    return (entry[: remark.start()], remark[1]) if remark else (entry, None)


@cache
def read_mythes(loose: bool = False, path: Path = MYTHES) -> Thesaurus:
    """MyThes, the thesaurus of office suites, from the Debian package ``mythes-en-us``.

    ``loose`` also takes broader words ("generic term"), which a careless spinner prints too.

    Raises
    ------
    MissingPackagesError
        Where the package is absent.
    """
    senses: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    lines = iter(_require(path).read_text(encoding="utf-8").splitlines()[1:])
    for header in lines:
        lemma, _, count = header.rpartition("|")
        for _ in range(int(count)):
            pos, synonyms = _mythes_sense(next(lines), lemma, loose)
            if pos and synonyms:
                senses[lemma, pos].append(synonyms)
    name = "mythes_loose" if loose else "mythes"
    return Thesaurus(name, {key: tuple(lemma_senses) for key, lemma_senses in senses.items()})


@cache
def read_swaps() -> dict[str, tuple[str, ...]]:
    """The swap table: what content farms' spinners put for a word or phrase, all lower case.

    >>> "additionally" in read_swaps()["also"]
    True
    """
    table = files("detector") / "data" / "spinner_swaps.tsv"
    swaps: dict[str, list[str]] = defaultdict(list)
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            swaps[row["word"]].append(row["replacement"])
    return {word: tuple(replacements) for word, replacements in swaps.items()}
