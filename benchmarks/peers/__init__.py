"""Other tools on the same texts, each in an environment of its own, made on demand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / ".environments"
# No peer is waited for longer than this to install, and to judge, in seconds (made up).
LONGEST_INSTALL, LONGEST_RUN = 900, 600


class Peer(NamedTuple):
    """A tool, the script that times it, and what it needs.

    ``bare`` are installed without what they ask for: some ask for versions that no longer
    install, though what is timed here does without.
    """

    name: str
    script: str
    prefilter: tuple[str, ...]
    bare: tuple[str, ...] = ()


PEERS = (
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
)


class Skipped(Exception):  # noqa: N818 - no error: a peer that cannot be had is left out
    """Why a peer is left out."""


def time_peer(peer: Peer, texts: Path) -> tuple[float, float]:
    """Seconds an article, and the ratio to ``str.split()``.

    Raises
    ------
    Skipped
        Where the peer cannot be installed or run here.
    """
    python = environment(peer)
    found = run([str(python), str(HERE / f"{peer.script}.py"), str(texts)], LONGEST_RUN)
    timings = json.loads(found.strip().splitlines()[-1])
    return timings["seconds"], timings["ratio"]


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
        run([*install, *peer.prefilter], LONGEST_INSTALL)
        ready.touch()
    return python


def run(command: list[str], longest: int) -> str:
    """What a command prints."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=longest)
    except subprocess.TimeoutExpired as error:
        raise Skipped(f"took more than {longest} s") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise Skipped(said[-1][:200] if said else f"exit code {done.returncode}")
    return done.stdout
