"""What every peer's script does alike: time it beside ``str.split()``, ask it for verdicts.

Runs in the peer's own environment: it may import nothing but the standard library.
"""

import json
import sys
from pathlib import Path
from statistics import median
from time import process_time

BATCH, SPLITS = 32, 5


def report(judge_all, objections=None):
    """Time a peer over the articles of one file, and have it judge those of another.

    The command line names both, and how many articles of the first only warm the peer up. Prints
    one JSON object: seconds of processor time an article, the median over batches of their ratio
    to ``str.split()`` on the same texts, and the objections to each case.

    Parameters
    ----------
    judge_all : callable
        Takes a list of texts and returns what the peer says of each.
    objections : callable, optional
        Makes a list of strings of that: all that would stop a user of the peer. Without it
        ``judge_all`` returns dicts of measures, and the objections are those that lie outside the
        range of the articles that were timed.
    """
    texts, cases = (read_texts(path) for path in sys.argv[1:3])
    warm = int(sys.argv[3])
    for start in range(0, warm, BATCH):
        judge_all(texts[start : start + BATCH])
    seconds, ratio, found = time_batches(judge_all, texts[warm:])
    objections = objections or (lambda measures: outside(measures, found))
    told = [objections(one) for one in judge_all(cases)]
    print(json.dumps({"seconds": seconds, "ratio": ratio, "objections": told}))


def read_texts(path):
    """The texts of a file of JSON Lines."""
    return [json.loads(line)["text"] for line in Path(path).read_text("utf-8").splitlines()]


def time_batches(judge_all, texts):
    """Medians over batches, of seconds an article and of ratios; all results."""
    seconds, ratios, found = [], [], []
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        split, _ = timed(lambda own: [[text.split() for text in own] for _ in range(SPLITS)], batch)
        took, results = timed(judge_all, batch)
        found += results
        seconds.append(took / len(batch))
        ratios.append(took / split * SPLITS)
    return median(seconds), median(ratios), found


def timed(job, texts):
    """Seconds of processor time that a job takes, and what it returns."""
    begun = process_time()
    done = job(texts)
    return process_time() - begun, done


def outside(measures, ordinary):
    """The names of the measures that lie outside the range of ordinary articles."""
    seen = {name: [one[name] for one in ordinary] for name in measures}
    return [n for n, own in measures.items() if not min(seen[n]) <= own <= max(seen[n])]
