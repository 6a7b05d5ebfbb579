"""Texts cut into words, sentences, paragraphs and quotations, many at once."""
