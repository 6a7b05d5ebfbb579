"""Files that ship with the package: tables of words, and the model files with their digests."""
