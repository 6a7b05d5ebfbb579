"""Spun training text: clean articles put through real engines and through thesaurus spinners.

Nothing in here scores an article. Its modules need programs and word lists of the Debian archive
(``detector.training.synthesis.back_translation.DEBIAN_PACKAGES``) and the extra ``train``, and say
so when these are absent. Text goes in, text comes out with its lines kept, and a seed decides every
choice.
"""
