"""How the small reader is taught: what it sees, the training, and the file that ships.

Of use to whoever makes the file that the package ships, and to nobody else. Needs ``torch``,
``transformers`` and the weights of all-MiniLM-L6-v2 (Apache-2.0), in an environment that also has
this package.
"""
