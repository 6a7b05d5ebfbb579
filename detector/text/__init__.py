"""Texts cut into words, gaps, sentences, paragraphs and quotations, many texts in one call.

In: strings. Out: :class:`~detector.text.token_batch.TokenBatch`, the texts of a batch as arrays,
and :class:`~detector.text.tokens.Tokens`, one article of it with half-open offsets into its
untouched text (``tokenize`` makes them, ``batch_of`` leads back to the batch). What is known of a
word or a gap by itself is a :class:`~detector.text.vocabulary.WordProperty`, looked up once a
process; what is computed of a text once hangs on it (:func:`~detector.text.derived.derived`).
"""
