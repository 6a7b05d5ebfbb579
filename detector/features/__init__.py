"""The columns of the model: signals, figures of the wording and sentence scores.

In: articles, and what the signals measured in them. Out: a matrix of float32, a row an article and
a named column a feature. ``SignalFeatures`` and ``ArticleFeatures`` are the scikit-learn
transformers; ``SignalColumns`` and ``ArticleColumns`` do the same without scikit-learn.
``readability`` gives the classic measures: for readers, and columns that a model of one's own may
take.
"""
