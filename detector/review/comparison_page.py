"""Two copies side by side as one HTML page: no script, nothing loaded, every character escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from detector.article import Span
from detector.copies.membership import article_name
from detector.copies.replacement import Replacement
from detector.copies.side_by_side import PartedFacts, lines, parted_facts
from detector.copies.terminal_comparison import Comparison, spans_of, summary
from detector.review.page import small_page
from detector.text.tokens import Tokens
from detector.text.visible import show_turns, visible

KINDS = {"figure": "Figures", "name": "Names", "word": "Words"}


def compare_page(comparison: Comparison) -> str:
    """The comparison as a whole HTML document, in the colours of the review page."""
    first = escape(show_turns(article_name(comparison.first)) or "first copy")
    second = escape(show_turns(article_name(comparison.second)) or "second copy")
    return small_page(
        f"{first} and {second}",
        "Two copies side by side",
        "comparison",
        f"""<p class="summary">{escape(summary(comparison))}</p>
{differences(comparison, ("figure", "name"))}
<p class="legend">{legend(comparison)}</p>
<table class="aligned">
<thead><tr><th scope="col">{first}</th><th scope="col">{second}</th></tr></thead>
<tbody>
{sentences(comparison)}
</tbody>
</table>
{differences(comparison, ("word",))}""",
    )


def sentences(comparison: Comparison) -> str:
    """The two columns; a remark says what was dropped, added or moved."""
    left, right = spans_of(comparison, True), spans_of(comparison, False)
    rows = []
    for line in lines(comparison.alignment):
        remark = f' <span class="remark">{line.remark}</span>' if line.remark else ""
        rows.append(
            f"<tr><td>{side(comparison.left, line.left, left)}</td>"
            f"<td>{side(comparison.right, line.right, right)}{remark}</td></tr>"
        )
    return "\n".join(rows)


def side(tokens: Tokens, number: int, spans: Iterable[tuple[Span, str]]) -> str:
    """One sentence, escaped, with what differs marked."""
    if number < 0:
        return '<span class="lacking">not in this copy</span>'
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


def legend(comparison: Comparison) -> str:
    """What each kind of mark means, as far as the kind occurs."""
    met = {one.kind for one in comparison.alignment.replacements}
    marks = [f'<mark class="{kind}">{kind}</mark>' for kind in KINDS if kind in met]
    return f"Replaced: {' '.join(marks)}" if marks else "No word was replaced."


def differences(comparison: Comparison, kinds: Iterable[str]) -> str:
    """What was replaced, and figures and names that one copy alone prints, by kind."""
    parted = parted_facts(comparison.alignment)
    parts = []
    for kind in kinds:
        items = [swap(one) for one in comparison.alignment.replacements if one.kind == kind]
        items += only_once(parted[kind]) if kind in parted else []
        if items:
            listed = "".join(f"<li>{item}</li>" for item in dict.fromkeys(items))
            parts.append(
                f'<section><h2>{KINDS[kind]}</h2>\n<ul class="swaps">{listed}</ul></section>'
            )
    return "\n".join(parts)


def only_once(parted: PartedFacts) -> list[str]:
    """Facts that one copy alone prints."""
    first = [f"<del>{escape(fact)}</del> only in the first" for fact in parted.first]
    return first + [f"<ins>{escape(fact)}</ins> only in the second" for fact in parted.second]


def swap(one: Replacement) -> str:
    """What the first copy prints, and what the second prints in its place."""
    return f"<del>{escape(visible(one.old))}</del> → <ins>{escape(visible(one.new))}</ins>"
