"""What analysts decided: a model adapted to it, and the threshold that fits their budget.

In: decided texts, or scores with decisions. Out: an adapted model folder, or precision by
threshold. Public: :func:`detector.training.decisions.from_decisions.train_on_decisions`,
:func:`detector.training.decisions.decision_value.precision_by_threshold` and
:func:`~detector.training.decisions.decision_value.threshold_for_budget`.
"""
