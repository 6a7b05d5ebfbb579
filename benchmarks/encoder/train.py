"""Teach the small reader: ``python -m benchmarks.encoder.train CORPORA MINILM -o FOLDER``.

``MINILM`` is the folder of all-MiniLM-L6-v2. 900 steps take 50 minutes on two cores.

The shipped file was taught in three stretches. The first, 560 steps without the engine and the
spinners that the evaluation holds out, also saw machine translations; what it learned of them is
not used: it was what the articles were about. From there 330 steps with every spinner, and 370 as
they are here: half of the clean articles were in doubt, judged by models that had not seen them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits
from transformers import AutoModel

from benchmarks.encoder.pack import pack
from benchmarks.encoder.replacement import Replacement
from benchmarks.encoder.windows import Window, Windows, taught
from detector import Detector
from detector.lm.encoder import REPLACED, SPUN
from detector.lm.word_pieces import WordPieces
from detector.training.corpora.labelled import Sample, read_folder
from detector.training.dataset import excerpts
from detector.training.fitting.reader_articles import READ_FROM
from detector.training.fitting.reader_fit import POOLED

OUTPUTS, BEGIN, END = 3, 101, 102
# Of the encoder and of what stands on it; the first steps warm up.
RATE, HEAD_RATE, WARM_UP, LEAST = 2e-4, 2e-3, 40, 0.02
# A piece in the place of another weighs as much as three that are not; what a round trip changed
# only helps to learn the rest, and half as much.
RARE, HELP = 3.0, 0.5
CHANGED = 0


class Taught(torch.nn.Module):  # type: ignore[misc]
    """The encoder, with log-odds of :data:`OUTPUTS` for each piece."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        self.encoder = AutoModel.from_pretrained(folder, **still)
        self.encoder.pooler = None
        self.encoder.embeddings.requires_grad_(False)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, OUTPUTS)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Log-odds of shape (n_rows, n_pieces, n_outputs)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.head(hidden)


def loss_of(model: Taught, rows: Sequence[Window]) -> torch.Tensor:
    """The loss of one batch: of rows for spinners, of pieces for words in the place of others."""
    length = max(len(row.ids) for row in rows) + 2
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    labels = torch.full((2, len(rows), length), float("nan"))
    for place, row in enumerate(rows):
        end = len(row.ids) + 1
        ids[place, 0], ids[place, end] = BEGIN, END
        ids[place, 1:end] = torch.from_numpy(row.ids)
        for number, known in enumerate((row.replaced, row.changed)):
            if known is not None:
                labels[number, place, 1:end] = torch.from_numpy(known).float()
    mask = (ids != 0).long()
    log_odds = model(ids, mask)
    counted = mask.float()
    counted[:, 0] = 0
    mean = (log_odds[..., SPUN] * counted).sum(dim=1) / counted.sum(dim=1)
    spun = torch.tensor([row.spun for row in rows])
    known = ~spun.isnan()
    replaced = piece_loss(log_odds[..., REPLACED], labels[0], RARE)
    changed = piece_loss(log_odds[..., CHANGED], labels[1], 1.0)
    of_rows = binary_cross_entropy_with_logits(mean[known], spun[known])
    return of_rows + replaced + HELP * changed


def piece_loss(log_odds: torch.Tensor, labels: torch.Tensor, weight: float) -> torch.Tensor:
    """The loss of the pieces that have a label, of shape (n_rows, n_pieces) both."""
    told = ~labels.isnan()
    return binary_cross_entropy_with_logits(
        log_odds[told], labels[told], pos_weight=torch.tensor(weight)
    )


def train(model: Taught, windows: Windows, steps: int) -> None:
    """Take so many steps; the rate rises over the first and falls to nearly nothing."""
    parts = [
        {"params": [p for p in model.encoder.parameters() if p.requires_grad], "lr": RATE},
        {"params": model.head.parameters(), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(parts, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / WARM_UP) * max(LEAST, 1 - step / steps)
    )
    for step in range(steps):
        loss = loss_of(model, windows.batch())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 20 == 0:
            print(f"step {step} of {steps}: loss {loss.item():.3f}", flush=True)


def piece_counts(
    samples: Sequence[Sample], pieces: WordPieces, size: int
) -> tuple[NDArray[np.int64], Counter[tuple[int, int]]]:
    """How often each piece occurs in clean news, shape (n_pieces,), and each pair of pieces."""
    counts, pairs = np.zeros(size, dtype=np.int64), Counter[tuple[int, int]]()
    for one in samples:
        if one.kind == "news":
            ids = pieces.encode(one.text, 0, 512)[0]
            np.add.at(counts, ids, 1)
            pairs.update(pairwise(ids))
    return counts, pairs


def doubted(samples: Sequence[Sample]) -> set[str]:
    """Ids of the clean articles that the fast model is in doubt about."""
    clean = [one for one in samples if one.kind in ("news", "human_translation", "genre")]
    verdicts = Detector(second_reading="never").judge_many([one.text for one in clean])
    return {
        one.id
        for one, verdict in zip(clean, verdicts, strict=True)
        if max(verdict.probabilities[cause] for cause in POOLED) >= READ_FROM
    }


def main() -> None:
    """Read the arguments, train, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=900)
    parser.add_argument("--without", nargs="*", default=(), help="spinners held out")
    options = parser.parse_args()
    torch.manual_seed(0)
    kept = [one for one in read_folder(options.corpora) if one.system not in options.without]
    samples = taught(excerpts(kept, 0))
    names = (options.minilm / "vocab.txt").read_text(encoding="utf-8").splitlines()
    pieces = WordPieces({name: place for place, name in enumerate(names)})
    model = Taught(options.minilm)
    embedded = model.encoder.embeddings.word_embeddings.weight.numpy()
    replacement = Replacement(names, embedded, *piece_counts(samples, pieces, len(names)))
    windows = Windows(samples, pieces, replacement, 0, doubted(samples))
    train(model, windows, options.steps)
    pack(model.encoder.state_dict(), model.head, names, options.output)


if __name__ == "__main__":
    main()
