"""What another language would replace: the lexicon, word classes, and telling English apart."""
