"""What another language would replace: the lexicon, word classes, and language identification.

In: words as printed, and :class:`~detector.text.tokens.Tokens`. Out: how common a word is
(``zipf``, ``is_word``, ``capital_share``), its class where it does not stand for itself
(``classes_of``, ``fold_gap``), and the language of articles and of stretches of them
(``languages_of``, ``foreign_spans``).
"""
