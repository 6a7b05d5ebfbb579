"""What a model is worth on articles, outlets, years and engines it never saw.

In: prepared datasets (:class:`detector.training.fitting.fit.Prepared`). Out: figures with their
bounds as plain dictionaries, tables, plots and the section of the model card. Public:
:func:`detector.training.evaluation.held_out.evaluate`,
:func:`~detector.training.evaluation.leave_group_out.leave_out`,
:func:`~detector.training.evaluation.signal_rates.measure`.
"""
