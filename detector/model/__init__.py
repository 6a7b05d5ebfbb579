"""The trained classifier: additive heads, calibration, thresholds, and the files they live in.

A matrix of features comes in, shape (n_articles, n_features); what goes out is a probability for
each cause, what each feature adds to it, and a decision. Public: ``pipeline.load_pipeline``,
``classifier.CauseClassifier``, ``single_cause.OneCause``, ``thresholds.Thresholds``; ``trained``
reads a model for judging without scikit-learn, ``decision_rule`` turns probabilities and marks
into a decision.
"""
