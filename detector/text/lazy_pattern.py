"""Regular expressions that are compiled when something is first looked for.

The expressions of the signals take a tenth of a second to compile, at every start of a command or
of a process, and most articles need hardly half of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class LazyPattern:
    """Stands for a compiled expression, and becomes as fast as one with the first call.

    Parameters
    ----------
    pattern : str or bytes
    flags : int
    """

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update({method: getattr(compiled, method) for method in METHODS})
        return getattr(compiled, name)


def lazy_pattern(expression: AnyStr | re.Pattern[AnyStr], flags: int = 0) -> re.Pattern[AnyStr]:
    r"""An expression that is compiled when something is first looked for.

    What is wrong with it shows no sooner; what is compiled already stays as it is.

    >>> lazy_pattern(r"\d+").findall("4 of 17")
    ['4', '17']
    """
    if isinstance(expression, re.Pattern | LazyPattern):
        return expression
    return cast("re.Pattern[AnyStr]", LazyPattern(expression, flags))
