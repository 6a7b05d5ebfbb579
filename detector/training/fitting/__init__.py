"""From labelled articles to a model folder: n-gram counts, sentence model, heads, thresholds.

In: :class:`detector.training.corpora.labelled.Sample`. Out: the pipeline, its card and the
reference measurements beside it. Public: :func:`detector.training.fitting.fit.train`,
:func:`~detector.training.fitting.fit.prepare`, :func:`~detector.training.fitting.fit.fit`.
"""
