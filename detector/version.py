"""The version that every row carries."""

VERSION = "0.1.0"


def counts_alike(version: str | None) -> bool:
    """Whether the words that a row states were counted as this version counts them.

    Another version may count otherwise; one that is not named is taken for this one, so that other
    words are still seen to be others.
    """
    return version in (None, "", VERSION)
