"""What every peer's script does alike: read the texts, time the peer beside ``str.split()``.

Runs in the peer's own environment: it may import nothing but the standard library.
"""

import json
import sys
from pathlib import Path
from statistics import median
from time import process_time

BATCH, SPLITS, WARM = 32, 5, 32


def report(judge):
    """Time ``judge(text)`` over the articles of the file named on the command line.

    Prints one JSON object: seconds of processor time an article, and the median over batches
    of their ratio to ``str.split()`` on the same texts.
    """
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    for text in texts[:WARM]:
        judge(text)
    seconds, ratios = [], []
    for start in range(WARM, len(texts) - BATCH + 1, BATCH):
        batch = texts[start : start + BATCH]
        begun = process_time()
        for _ in range(SPLITS):
            [text.split() for text in batch]
        split = (process_time() - begun) / SPLITS
        begun = process_time()
        for text in batch:
            judge(text)
        took = process_time() - begun
        seconds.append(took / BATCH)
        ratios.append(took / split)
    print(json.dumps({"seconds": median(seconds), "ratio": median(ratios)}))
