"""How fast the detector is, and how much memory it takes, beside other tools.

Also scripts that make the models of copies, the small reader and three tables. Users of the package
need none of them.
"""
