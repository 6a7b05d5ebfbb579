"""One forward pass through ONNX Runtime, and the statistics of each token.

The logits of 200 tokens take 40 MB, so the head runs on a few rows at a time.

Texts are read one by one. A token costs 3.5 ms in a text of 128 tokens and 4.1 ms in one of 512,
on one core with AVX2: the products of a single text keep the core as busy as it can be, and a
batch of several would add padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.lm.gguf_file import Floats

Integers = NDArray[np.int64]

# Rows of logits at a time: 25 MB.
BLOCK = 128
# Weights stay as they are in their file, mapped into memory, so that all processes share one copy
# of them; packed for the processor they would be a copy a process, which takes two seconds to
# make and saves 14 % of a reading. And a thread that has nothing to do leaves its core to others.
SHARING = (("session.disable_prepacking", "1"), ("session.intra_op.allow_spinning", "0"))
# Rows whose exponentials are taken together: they fit in the cache of a core.
SMALL_BLOCK = 4


class TokenStatistics(NamedTuple):
    """What the model predicted for each of n tokens.

    Attributes
    ----------
    logprob, entropy, variance : array of shape (n,)
        Log-probability of the token and entropy of the prediction, in nats; variance of the
        log-probability under the prediction.
    rank : array of shape (n,)
        How many tokens were likelier.
    choices : array of shape (n, k)
        Ids of the k likeliest tokens, in falling order; k is 0 unless asked for.
    """

    logprob: Floats
    entropy: Floats
    variance: Floats
    rank: Integers
    choices: Integers


class InferenceEngine:
    """Two sessions of ONNX Runtime.

    Parameters
    ----------
    body, head : Path
        The models that :func:`detector.lm.graph.save_graphs` wrote.
    threads : int
        Threads of one pass.

    Raises
    ------
    ImportError
        When ONNX Runtime is not installed.
    """

    def __init__(self, body: Path, head: Path, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        for entry in SHARING:
            options.add_session_config_entry(*entry)
        make = onnxruntime.InferenceSession
        self._body: Any = make(str(body), options, providers=["CPUExecutionProvider"])
        self._head: Any = make(str(head), options, providers=["CPUExecutionProvider"])

    def run(self, before: int, ids: Sequence[int], choices: int = 0) -> TokenStatistics:
        """Predict each of n >= 1 tokens from those before it; ``before`` precedes them all."""
        targets = np.asarray(ids, dtype=np.int64)
        shown = np.concatenate([[before], targets[:-1]])
        (hidden,) = self._body.run(None, {"ids": shown})
        parts = []
        for start in range(0, len(targets), BLOCK):
            (logits,) = self._head.run(None, {"hidden": hidden[start : start + BLOCK]})
            for at in range(0, len(logits), SMALL_BLOCK):
                own = targets[start + at : start + at + SMALL_BLOCK]
                parts.append(token_statistics(logits[at : at + SMALL_BLOCK], own, choices))
        return TokenStatistics(*map(np.concatenate, zip(*parts, strict=True)))


def token_statistics(logits: Floats, targets: Integers, choices: int) -> TokenStatistics:
    """The statistics of n tokens from logits of shape (n, n_tokens), which are overwritten."""
    rows = np.arange(len(targets))
    own = logits[rows, targets]
    rank = np.count_nonzero(logits > own[:, None], axis=1)
    first = likeliest(logits, choices)
    top = logits.max(axis=1)
    logits -= top[:, None]
    chance = np.exp(logits)
    total = chance.sum(axis=1)
    mean = np.einsum("rv,rv->r", chance, logits) / total
    chance *= logits
    square = np.einsum("rv,rv->r", chance, logits) / total
    log_total = np.log(total)
    variance = np.maximum(square - mean**2, 0)
    return TokenStatistics(own - top - log_total, log_total - mean, variance, rank, first)


def likeliest(logits: Floats, count: int) -> Integers:
    """The columns of the largest logits of each row, in falling order, shape (n_rows, count)."""
    if not count:
        return np.empty((len(logits), 0), dtype=np.int64)
    columns = np.argpartition(logits, -count, axis=1)[:, -count:]
    order = np.argsort(-np.take_along_axis(logits, columns, axis=1), axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1)
