"""LanguageTool: which of its rules match, and where. Its server is started on this machine."""

import language_tool_python
from timing import report

TOOL = language_tool_python.LanguageTool("en-US")


def matches(text):
    """The rules that match, with the words that each marks."""
    return [f"{one.rule_id}: {one.matched_text}" for one in TOOL.check(text)]


report(lambda texts: list(map(matches, texts)), list)
