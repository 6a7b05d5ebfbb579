"""SmolLM2-135M: the perplexity of an article's first 128 tokens, as filters of crawls use it.

The weights are those of the full reader, run by ONNX Runtime in float32: PyTorch's packages for
Linux bring three gigabytes of CUDA, and transformers fetches weights at run time.
"""

from math import exp

from timing import report

from detector.lm.reader import LanguageReader

READER = LanguageReader()


def perplexities(texts):
    """One measure for each text."""
    readings = map(READER.read, texts)
    return [{"perplexity": exp(-float(one.statistics.logprob.mean()))} for one in readings]


report(perplexities)
