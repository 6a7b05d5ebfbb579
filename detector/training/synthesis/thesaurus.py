"""Where a spinner's synonyms come from: WordNet, MyThes, or a table of swaps that farms make.

All three are read from plain files. WordNet and MyThes are those of the Debian packages
``wordnet-base`` and ``mythes-en-us``; the swap table ships with the detector.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

from detector.training.synthesis.back_translation import MissingPackagesError

WORDNET = Path("/usr/share/wordnet")
MYTHES = Path("/usr/share/mythes/th_en_US_v2.dat")

_POS_FILES = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
_POS_DIGITS = {"1": "NOUN", "2": "VERB", "3": "ADJ", "4": "ADV", "5": "ADJ"}
_MYTHES_POS = {"(noun)": "NOUN", "(verb)": "VERB", "(adj)": "ADJ", "(adv)": "ADV"}
_SYNTAX, _PLAIN = re.compile(r"\(\w+\)$"), re.compile(r"[a-z][a-z '-]+")
_REMARK = re.compile(r" \((\w+ term|antonym)\)$")

Senses = tuple[tuple[str, ...], ...]
# Lemma and part of speech -> the senses that have at least one synonym, usual first. A list holds
# some 150,000 words and an article asks for a few hundred: an entry is read when it is asked for.
Thesaurus = Callable[[str, str], Senses]


def _only_words(candidates: Iterable[str], lemma: str) -> tuple[str, ...]:
    """Candidates a newsroom's text can take: lower case, letters, at most three words.

    WordNet is fond of hyphens, spinners are not: no synonym has more than its word.
    """
    hyphens = lemma.count("-")
    plain = dict.fromkeys(map(_plain_word, candidates))
    return tuple(word for word in plain if word and word != lemma and word.count("-") <= hyphens)


def _plain_word(candidate: str) -> str:
    """A candidate as text prints it; empty where no newsroom's text can take it."""
    word = _SYNTAX.sub("", candidate).replace("_", " ")
    return word if _PLAIN.fullmatch(word) and word.count(" ") < 3 else ""


def _require(path: Path) -> Path:
    if not path.exists():
        raise MissingPackagesError(str(path))
    return path


def _lines_by_key(path: Path) -> dict[str, str]:
    """The lines of a file of WordNet by their first field; its licence is indented."""
    lines = _require(path).read_text(encoding="utf-8").splitlines()
    return {line.partition(" ")[0]: line for line in lines if not line.startswith(" ")}


@cache
def read_wordnet(folder: Path = WORDNET) -> Thesaurus:
    """WordNet 3.0 from the Debian package ``wordnet-base`` (layout: wndb(5WN)).

    Raises
    ------
    MissingPackagesError
        Where the package is absent.
    """
    synsets = {pos: _lines_by_key(folder / f"data.{end}") for pos, end in _POS_FILES.items()}
    index = {pos: _lines_by_key(folder / f"index.{end}") for pos, end in _POS_FILES.items()}

    def words(line: str) -> list[str]:
        fields = line.split(" ")
        return fields[4 : 4 + 2 * int(fields[3], 16) : 2]

    @cache
    def senses(lemma: str, pos: str) -> Senses:
        fields = index.get(pos, {}).get(lemma.replace(" ", "_"), "").split()
        offsets = fields[-int(fields[2]) :] if fields else []
        found = (_only_words(words(synsets[pos][offset]), lemma) for offset in offsets)
        return tuple(sense for sense in found if sense)

    return senses


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


@cache
def _mythes_lines(path: Path) -> dict[str, list[str]]:
    """The lines of each lemma of MyThes, one a sense."""
    senses: dict[str, list[str]] = defaultdict(list)
    lines = iter(_require(path).read_text(encoding="utf-8").splitlines()[1:])
    for header in lines:
        lemma, _, count = header.rpartition("|")
        senses[lemma] += islice(lines, int(count))
    return dict(senses)


def _mythes_sense(line: str, lemma: str, loose: bool) -> tuple[str, tuple[str, ...]]:
    """Part of speech and synonyms of one MyThes line; broader words only where ``loose``."""
    pos, *words = line.split("|")
    wanted = (None, "similar term", "generic term") if loose else (None, "similar term")
    kept = [word for word, remark in map(_word_and_remark, words) if remark in wanted]
    return _MYTHES_POS.get(pos, ""), _only_words(kept, lemma)


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
    lines = _mythes_lines(path)

    @cache
    def senses(lemma: str, pos: str) -> Senses:
        read = (_mythes_sense(line, lemma, loose) for line in lines.get(lemma, ()))
        return tuple(words for own, words in read if own == pos and words)

    return senses


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
