"""Other tools on the same texts, each in an environment of its own, made on demand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / ".environments"
# No peer is waited for longer than this to install, and to judge, in seconds (made up).
LONGEST_INSTALL, LONGEST_RUN = 900, 1500


class Peer(NamedTuple):
    """A tool, the script that times it, and what it needs.

    ``bare`` are installed without what they ask for: some ask for versions that no longer
    install, though what is timed here does without. A peer that needs nothing runs in this
    environment. ``warm`` articles come before those that are timed; ``most_timed`` is for a peer
    that takes half a second an article.
    """

    name: str
    script: str
    packages: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    warm: int = 32
    most_timed: int = 256


class Answer(NamedTuple):
    """What a peer costs, as medians over batches, and what it objects to in each case.

    Attributes
    ----------
    seconds : float
        Of processor time, an article.
    ratio : float
        To ``str.split()`` on the same texts.
    objections : list of list of str
        All that would stop a user of the peer, case by case.
    """

    seconds: float
    ratio: float
    objections: list[list[str]]


OURS = "this detector"
# The detector remembers what it has seen of a word, as in a long run.
WARM = 2000
PEERS = (
    Peer(f"{OURS}, fast: review", "detector_verdicts", arguments=("never", "decision"), warm=WARM),
    Peer(f"{OURS}, fast: any mark", "detector_verdicts", arguments=("never", "marks"), warm=WARM),
    Peer(
        f"{OURS}, reader in doubt: review",
        "detector_verdicts",
        arguments=("auto", "decision"),
        warm=WARM // 4,
    ),
    Peer(
        "dolma, gopher_v2 and c4_v2",
        "dolma_taggers",
        (
            *("msgspec", "nltk", "necessary", "omegaconf", "pyyaml", "requests", "rich"),
            *("smart-open", "tqdm", "anyascii", "blingfire", "numpy", "regex", "uniseg"),
            *("fasttext-wheel", "platformdirs", "fsspec", "zstandard", "tokenizers"),
        ),
        ("dolma==1.2.1",),
    ),
    Peer(
        "datatrove, four quality filters",
        "datatrove_filters",
        ("datatrove==0.10.1", "spacy>=3.8", "regex", "tldextract", "fasteners", "nltk"),
    ),
    Peer("TextDescriptives, quality", "textdescriptives_quality", ("textdescriptives==2.8.4",)),
    # From 0.7.9 on it downloads a dictionary at run time.
    Peer("textstat, seven measures", "textstat_suite", ("textstat==0.7.8", "setuptools<80")),
    Peer("langdetect, English", "langdetect_language", ("langdetect==1.0.9",)),
    Peer("ftfy, repairs", "ftfy_repairs", ("ftfy==6.3.1",)),
    Peer("LanguageTool, rules", "languagetool_rules", ("language-tool-python==3.4.0",)),
    Peer("SmolLM2-135M, perplexity", "smollm2_perplexity", warm=1, most_timed=64),
)


class Skipped(Exception):  # noqa: N818 - no error: a peer that cannot be had is left out
    """Why a peer is left out."""


def ask(peer: Peer, timed: Path, cases: Path) -> Answer:
    """Time a peer on the articles of one file, and have its objections to those of another.

    Raises
    ------
    Skipped
        Where the peer cannot be installed or run here.
    """
    python = environment(peer) if peer.packages else Path(sys.executable)
    command = [str(python), str(HERE / f"{peer.script}.py"), str(timed), str(cases)]
    further = [str(peer.warm), *peer.arguments]
    found = json.loads(run([*command, *further], LONGEST_RUN).strip().splitlines()[-1])
    return Answer(**found)


def environment(peer: Peer) -> Path:
    """The Python of a peer's environment, which is made where there is none."""
    folder = ENVIRONMENTS / peer.script
    python = folder / "bin" / "python"
    ready = folder / ".ready"
    if not ready.is_file():
        run([sys.executable, "-m", "venv", "--clear", str(folder)], LONGEST_INSTALL)
        install = [str(python), "-m", "pip", "install", "--quiet", "--prefer-binary"]
        if peer.bare:
            run([*install, "--no-deps", *peer.bare], LONGEST_INSTALL)
        run([*install, *peer.packages], LONGEST_INSTALL)
        ready.touch()
    return python


def run(command: list[str], longest: int) -> str:
    """What a command prints; it finds this repository's packages."""
    own = os.environ | {"PYTHONPATH": str(HERE.parent.parent)}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=longest, env=own)
    except subprocess.TimeoutExpired as error:
        raise Skipped(f"took more than {longest} s") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise Skipped(said[-1][:200] if said else f"exit code {done.returncode}")
    return done.stdout
