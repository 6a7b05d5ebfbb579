"""The two models of copies: what they learn from, how they are fitted, and what they find.

Of use to whoever makes the files that the package ships, and to nobody else.
"""
