"""The shape of SmolLM2-135M, for the code that builds its graph and the code that runs it.

https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct (Apache-2.0).
"""

from __future__ import annotations

LAYERS, HEADS, KEY_HEADS, WIDTH, HEAD_WIDTH = 30, 9, 3, 576, 64
ROTARY_BASE, EPSILON = 100_000.0, 1e-5
# The most tokens that one pass takes, the opening token included and the last one not.
LONGEST = 1024
# The end-of-document token: in training every document followed one.
OPENING = 0
