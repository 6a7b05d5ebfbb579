"""The small reader: an encoder of 22 million weights that ships with the model.

It was trained on stretches of news to say of each word whether a translation engine or a spinner
wrote it, or whether it replaces another. It needs only NumPy.

Source: MiniLM-L6 (Wang et al. 2020, arXiv:2002.10957), a BERT of six layers; GELU by its tanh
approximation (Hendrycks and Gimpel 2016, arXiv:1606.08415).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.lm.gguf_file import Floats
from detector.lm.reader import prose_start
from detector.lm.word_pieces import WordPieces

ENCODER_FILE = "encoder.npz"
# Pieces of an article: twice as many catch one or two in a hundred more and cost twice as much.
PIECES = 126
# What the rows of a reading hold.
SPUN, REPLACED = 1, 2
# Means over the pieces of the log-odds that a spinner wrote them and that they stand in the place
# of another word; shares, in percent, of pieces more likely to stand there than so many nats; the
# mean of the likeliest.
FIGURE_NAMES = ("spun", "replaced", "share_replaced_0", "share_replaced_1", "most_replaced")
LIKELIEST, DECIMALS = 8, 2
# With fewer pieces the figures are those of a typical clean article: medians over edited news.
FEWEST_PIECES = 10
TYPICAL = (-3.33, -4.76, 0.0, 0.0, -1.74)
ALONE = threading.Lock()
LAYERS, ATTENTION_HEADS = 6, 12
BEGIN, END = "[CLS]", "[SEP]"
TINY = np.float32(1e-12)
# A matrix is kept as whole numbers from -127 to 127, with a scale for each of its columns.
SCALE = ".scale"


class PieceReading(NamedTuple):
    """What an encoder made of the first n pieces of the prose of one text.

    Attributes
    ----------
    spans : list of (int, int)
        Half-open character offsets of the word of each piece, length n.
    log_odds : array of shape (n + 1, n_outputs)
        The last row is that of the mark that ends a stretch.
    """

    spans: list[tuple[int, int]]
    log_odds: Floats

    @property
    def figures(self) -> NDArray[np.float64]:
        """The figures of :data:`FIGURE_NAMES`, rounded, shape (n_figures,)."""
        if len(self.spans) < FEWEST_PIECES:
            return np.array(TYPICAL)
        replaced = self.log_odds[:-1, REPLACED].astype(np.float64)
        shares = [100 * float((replaced > bound).mean()) for bound in (0, -1)]
        most = np.sort(replaced)[-LIKELIEST:].mean()
        found = (self.log_odds[:, SPUN].mean(), replaced.mean(), *shares, most)
        return np.array([round(float(one), DECIMALS) + 0.0 for one in found])


class Layer(NamedTuple):
    """The weights of one layer: matrices of shape (n_in, n_out), and vectors."""

    attention: Floats
    attention_bias: Floats
    mixed: Floats
    mixed_bias: Floats
    mixed_gain: Floats
    mixed_shift: Floats
    wide: Floats
    wide_bias: Floats
    narrow: Floats
    narrow_bias: Floats
    narrow_gain: Floats
    narrow_shift: Floats


class Encoder:
    """Reads the openings of articles.

    One thread multiplies, so that the same text gives the same bits whatever the processes; and
    one text is read at a time, since how many threads multiply is set for the whole process.

    Parameters
    ----------
    path : Path
        An :data:`ENCODER_FILE`.
    """

    def __init__(self, path: Path) -> None:
        # Every process imports this module, and most of them never read.
        from threadpoolctl import ThreadpoolController

        with np.load(path) as held:
            own = {name: held[name] for name in held.files}
        names = own["vocabulary"].tobytes().decode("utf-8").split("\n")
        self._pieces = WordPieces({name: place for place, name in enumerate(names)})
        self._begin, self._end = names.index(BEGIN), names.index(END)
        self._rows, self._row_scale = own["rows"], own["rows" + SCALE]
        self._places = own["places"].astype(np.float32)
        self._gain, self._shift = own["gain"], own["shift"]
        self._layers = [
            Layer(*(matrix_of(own, f"{number}.{field}") for field in Layer._fields))
            for number in range(LAYERS)
        ]
        self._out, self._out_bias = own["out"], own["out_bias"]
        self._threads = ThreadpoolController()

    def read(self, text: str) -> PieceReading:
        """Read the beginning of the prose of a text."""
        ids, spans = self._pieces.encode(text, prose_start(text), PIECES)
        with ALONE, self._threads.limit(limits=1, user_api="blas"):
            log_odds = self._forward([self._begin, *ids, self._end])[1:]
        return PieceReading(spans, log_odds)

    def _forward(self, ids: list[int]) -> Floats:
        embedded = self._rows[ids] * self._row_scale[ids] + self._places[: len(ids)]
        hidden = normalised(embedded, self._gain, self._shift)
        for layer in self._layers:
            hidden = through(layer, hidden)
        return np.asarray(hidden @ self._out + self._out_bias)


def matrix_of(held: Mapping[str, Any], name: str) -> Floats:
    """A matrix, multiplied out, or vector of a file, in floats of 32 bits."""
    scale = held.get(name + SCALE)
    return np.asarray(held[name] if scale is None else held[name] * scale, dtype=np.float32)


def through(layer: Layer, hidden: Floats) -> Floats:
    """One layer over a stretch: hidden states of shape (n_tokens, width)."""
    mixed = attended(hidden @ layer.attention + layer.attention_bias) @ layer.mixed
    hidden = normalised(hidden + mixed + layer.mixed_bias, layer.mixed_gain, layer.mixed_shift)
    wide = gelu(hidden @ layer.wide + layer.wide_bias)
    added = hidden + wide @ layer.narrow + layer.narrow_bias
    return normalised(added, layer.narrow_gain, layer.narrow_shift)


def attended(projected: Floats) -> Floats:
    """Attention of all heads; queries, keys and values lie side by side."""
    n_tokens = len(projected)
    parts = projected.reshape(n_tokens, 3, ATTENTION_HEADS, -1).transpose(1, 2, 0, 3)
    query, key, value = parts
    weights = query @ key.transpose(0, 2, 1)
    weights *= np.float32(query.shape[-1] ** -0.5)
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.asarray((weights @ value).transpose(1, 0, 2).reshape(n_tokens, -1))


def normalised(rows: Floats, gain: Floats, shift: Floats) -> Floats:
    """Rows with mean 0 and variance 1, then scaled and shifted."""
    off = rows - rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", off, off)[:, None] / np.float32(off.shape[-1])
    off /= np.sqrt(variance + TINY)
    return np.asarray(off * gain + shift)


def gelu(values: Floats) -> Floats:
    """The Gaussian error linear unit, in place."""
    inner = values * values
    inner *= np.float32(0.044715)
    inner += 1
    inner *= values
    inner *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= np.float32(0.5)
    return inner
