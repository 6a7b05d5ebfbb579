"""ftfy: the lines that it repairs. Typographic quotation marks are no damage."""

from ftfy import TextFixerConfig, fix_text
from timing import report

CONFIG = TextFixerConfig(uncurl_quotes=False)


def repaired(text):
    """The lines of the repaired text that the text has not."""
    return sorted(set(fix_text(text, CONFIG).splitlines()) - set(text.splitlines()))


report(lambda texts: list(map(repaired, texts)), list)
