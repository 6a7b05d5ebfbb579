"""Two copies side by side as one HTML page: no script, nothing loaded, every character escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from detector.article import Span
from detector.copies.stories import article_name
from detector.copies.terminal_comparison import (
    Comparison,
    lines,
    list_replacements,
    spans_of,
    summary,
)
from detector.text.tokens import Tokens

# The colours keep a contrast of 7 to 1 and differ in lightness too; the kind is in the title.
STYLE = """
body { font: 16px/1.5 Georgia, serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem;
  color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0;
  border-bottom: 1px solid #ddd; overflow-wrap: anywhere; }
col.remark { width: 6rem; }
mark { padding: 0 .1em; color: #1a1a1a; }
mark.word { background: #ffe9a8; } mark.name { background: #e3c8f5; }
mark.figure { background: #ffc2b8; }
.remark { color: #555; }
"""


def compare_page(found: Comparison) -> str:
    """The comparison as a whole HTML document."""
    left, right = spans_of(found, True), spans_of(found, False)
    rows = "\n".join(
        f"<tr><td>{side(found.left, line.left, left)}</td>"
        f"<td>{side(found.right, line.right, right)}</td>"
        f'<td class="remark">{line.remark}</td></tr>'
        for line in lines(found.alignment)
    )
    names = [escape(article_name(one) or other) for one, other in
             ((found.first, "first copy"), (found.second, "second copy"))]  # fmt: skip
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>{names[0]} and {names[1]}</title>
<style>{STYLE}</style></head><body>
<h1>Two copies side by side</h1>
<p>{escape(summary(found))}</p>
<table><colgroup><col><col><col class="remark"></colgroup>
<tr><th scope="col">{names[0]}</th><th scope="col">{names[1]}</th><th scope="col">moved</th></tr>
{rows}
</table>
{differences(found)}
</body></html>
"""


def side(tokens: Tokens, number: int, spans: Iterable[tuple[Span, str]]) -> str:
    """One sentence, escaped, with what differs marked."""
    if number < 0:
        return "—"
    sentence = tokens.sentences[number]
    parts, position = [], sentence.start
    for span, kind in sorted(spans):
        if position <= span.start and span.end <= sentence.end:
            parts.append(escape(tokens.text[position : span.start]))
            marked = escape(tokens.text[span.start : span.end])
            parts.append(f'<mark class="{kind}" title="{kind}">{marked}</mark>')
            position = span.end
    parts.append(escape(tokens.text[position : sentence.end]))
    return "".join(parts)


def differences(found: Comparison) -> str:
    """The replacements under their headings."""
    parts = []
    for kind, heading in (("figure", "Figures"), ("name", "Names"), ("word", "Words")):
        told = list_replacements(found.alignment.replacements, kind)
        if told:
            parts.append(f"<h2>{heading}</h2>\n<p>{escape(told)}</p>")
    return "\n".join(parts)
