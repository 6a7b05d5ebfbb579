"""How fast the detector is, and how much room it takes, beside its peers.

Beside these stand the making of the models of copies and of three tables: who uses the package
needs none of them.
"""
