"""Back-translation spinners: Apertium's rule-based engines, one round trip or a chain.

An article goes into another language and back through the ``apertium`` command, offline, in
0.1 to 0.3 s (measured; chains take longest). These free engines stand in for those of spin farms;
they leave words untranslated, which :mod:`.engine_marks` mends.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from detector.training.synthesis.engine_marks import clean_marks, replace_residue, restore_casing
from detector.training.synthesis.prose import (
    contract,
    contraction_rate,
    curl_quotes,
    expand_contractions,
    join_lines,
    restore_quotes,
    split_lines,
)

DEBIAN_PACKAGES = (
    "apertium apertium-eng-spa apertium-eng-cat apertium-en-gl apertium-eo-en apertium-hbs-eng "
    "apertium-spa-cat apertium-es-gl wordnet-base mythes-en-us"
)
_MODES = Path("/usr/share/apertium/modes")

# Words that the Serbo-Croatian pair prints for symbols of its own: pronouns come out as "free",
# forms of "be" as "beaten", a quotation mark as "parquote" (seen in version 0.5.1).
_SYMBOLS = frozenset({"parquote", "prpers", "free", "beaten"})


class Engine(NamedTuple):
    """One round trip: its name, and the Apertium modes an article passes through in turn."""

    name: str
    modes: tuple[str, ...]


ENGINES = (
    Engine("apertium_spa", ("eng-spa", "spa-eng")),
    Engine("apertium_cat", ("eng-cat", "cat-eng")),
    Engine("apertium_glg", ("en-gl", "gl-en")),
    Engine("apertium_epo", ("en-eo", "eo-en")),
    Engine("apertium_hbs", ("eng-hbs", "hbs-eng")),
    Engine("apertium_spa_cat", ("eng-spa", "spa-cat", "cat-eng")),
    Engine("apertium_spa_glg", ("eng-spa", "es-gl", "gl-en")),
)
ENGINE_OF = {engine.name: engine for engine in ENGINES}


class MissingPackagesError(ValueError):
    """A Debian package, or the extra ``train``, is absent; the message says how to install it."""

    def __init__(self, what: str) -> None:
        """Name what was looked for; the message adds the one command that installs it all."""
        super().__init__(
            f"{what} was not found: run `apt-get install -y --no-install-recommends "
            f"{DEBIAN_PACKAGES}` and install the extra `train`"
        )


def missing_modes(engine: Engine) -> list[str]:
    """Modes of an engine that this machine lacks, or all of them where ``apertium`` is absent."""
    if shutil.which("apertium") is None:
        return list(engine.modes)
    return [mode for mode in engine.modes if not (_MODES / f"{mode}.mode").exists()]


def _translate(lines: Sequence[str], mode: str) -> list[str]:
    """One translation of many lines in one process; a blank line between keeps them apart.

    Some lines crash an engine (Catalan's, on a few headlines): no lines come back then.
    """
    ran = subprocess.run(
        ["apertium", "-u", mode],
        input="\n\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if ran.returncode:
        return []
    return ran.stdout.rstrip("\n").split("\n\n")


def _translate_safely(lines: Sequence[str], mode: str) -> list[str]:
    """As :func:`_translate`, but halved until each half gives as many lines as it was given.

    A single line that crashes the engine comes back as it was.
    """
    done = _translate(lines, mode)
    if len(done) == len(lines):
        return [line.replace("\n", " ") for line in done]
    if len(lines) == 1:
        return [" ".join(done)] if done else list(lines)
    half = len(lines) // 2
    return _translate_safely(lines[:half], mode) + _translate_safely(lines[half:], mode)


@lru_cache(maxsize=200_000)
def is_english(word: str) -> bool:
    """Whether lemminflect's lexicon has the word, whole or by the parts of a hyphenated one.

    Names are mostly absent from it: callers check only words that the original lacks.
    """
    from lemminflect import getAllLemmas

    return all(
        len(part) == 1 or getAllLemmas(part.lower()) or part.lower() in _CLOSED_CLASS
        for part in word.removesuffix("'s").split("-")
        if part
    )


_CLOSED_CLASS = frozenset(
    "a an the and or nor but if of at by for with from to in on into onto upon about over under "
    "between among through during against without within toward towards than as so that this "
    "these those it its he him his she her hers they them their theirs we us our ours you your "
    "yours i me my mine who whom whose which what when where why how not no than because while "
    "although though unless until since whether either neither both each every any some all most "
    "more less few many much other another such same own one two three four five six seven eight "
    "nine ten would could should might must may can will shall cannot himself herself itself "
    "themselves myself ourselves yourself per via".split()
)


def _is_alien(word: str) -> bool:
    return word.lower() in _SYMBOLS or not is_english(word)


def _mend_line(spun: str, original: str) -> str:
    spun = clean_marks(spun, original)
    return clean_marks(replace_residue(original, spun, _is_alien), original)


def _finish(text: str, lines: list[str], seed: int) -> str:
    """Put an article together again in the habits of its original."""
    _, breaks = split_lines(text)
    spun = join_lines(lines, breaks)
    for dotted, plain in _DOTTED.items():
        if dotted in text:
            spun = re.sub(rf"\b{plain}\b", dotted, spun).replace(f"{dotted}.", dotted)
    spun = contract(spun, contraction_rate(text), random.Random(seed))
    return restore_quotes(spun, text)


def spin_articles(texts: Sequence[str], engine: Engine, seeds: Sequence[int]) -> list[str]:
    """Send many articles on one round trip, in one process a mode.

    Lines stay lines; quote marks and the share of contractions stay those of each original.
    The engines are deterministic; a seed decides only which places are contracted again.

    Raises
    ------
    MissingPackagesError
        Where ``apertium`` or one of the engine's modes is not installed.
    """
    if absent := missing_modes(engine):
        raise MissingPackagesError(f"the Apertium mode {absent[0]}")
    plain = [[_prepare(line) for line in split_lines(text)[0]] for text in texts]
    flat = [line for lines in plain for line in lines]
    spun = flat
    for mode in engine.modes:
        spun = _translate_safely(spun, mode)
    mended = iter([_mend_line(*pair) for pair in zip(spun, flat, strict=True)])
    articles = [[next(mended) for _ in lines] for lines in plain]
    return [
        _finish(text, [restore_casing(" ".join(source), line) for line in lines], seed)
        for text, source, lines, seed in zip(texts, plain, articles, seeds, strict=True)
    ]


def _prepare(line: str) -> str:
    """A line as the engines read it best: no contractions, curly quotes, no dotted U.S."""
    line = expand_contractions(curl_quotes(line))
    for dotted, plain in _DOTTED.items():
        line = line.replace(dotted, plain.removesuffix("A?"))
    return line


# Apertium reads the stops of "U.S." as ends of sentences, and may give "USA" back.
_DOTTED = {"U.S.": "USA?", "U.K.": "UK", "U.N.": "UN"}
