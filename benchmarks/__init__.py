"""How fast the detector is, and how much room it takes, beside its peers."""
