"""Which articles tell the same story in the same words, which copy is clean and which is mangled.

One wire story comes in as ten items: verbatim, shortened, spun, translated there and back,
rewritten by a model. What survives all of these (figures, names, quotations, the order of
the facts) finds the copies; what they change tells them apart.
"""
