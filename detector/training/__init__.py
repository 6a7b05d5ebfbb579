"""Making a model: labelled articles in, a model folder with its card and figures out.

* ``corpora``: where labelled articles come from, and their one layout (:class:`Sample`).
* ``synthesis``: damaged articles made from sound ones by spinners and translation engines.
* ``dataset``: articles as arrays, cut to equal length and weighted; ``metrics``: AUC, quantiles,
  calibration and bounds.
* ``fitting``: from a dataset to a model (:func:`detector.training.fitting.fit.train`).
* ``evaluation``: what the model is worth on articles it never saw, and the tables on its card.
* ``decisions``: an existing model adapted to what analysts decided, and the threshold for their
  budget.

Only ``detector.cli`` imports this package; nothing that judges an article does.
"""
