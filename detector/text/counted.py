"""Numbers with their nouns, for messages."""


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, whose plural is made with an s where none is given.

    >>> counted(1, "copy", "copies"), counted(5000, "article")
    ('1 copy', '5,000 articles')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
