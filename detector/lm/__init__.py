"""The two readers of articles in doubt.

The small one, :mod:`detector.lm.encoder`, ships with the model. The full one is a language model:
what counts is how much it is surprised, token by token.

SmolLM2-135M-Instruct (Apache-2.0) is run from a file that :mod:`detector.lm.install` puts into
the user's cache. :mod:`detector.lm.reader` gives the log-probability, entropy and rank of each
token; :mod:`detector.lm.figures` sums them up for an article.
"""

from __future__ import annotations
