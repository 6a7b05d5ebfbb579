"""How an article is worded: n-gram surprisal, association, substitution and sentence scores.

In: a :class:`~detector.text.token_batch.TokenBatch`. Out: figures of each word
(``batch_surprisal``, ``batch_substitution_scores``), and features of each article, one column each
(``surprisal_features``, ``lexical_features``, ``substitution_features``, ``pool``). The figures of
an article are the same, to the last bit, alone and in any batch.
"""
