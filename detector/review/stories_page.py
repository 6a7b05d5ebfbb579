"""The stories of a run as one HTML page, without script: those that show most harm come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from detector.article import Article
from detector.copies.evidence import is_proven
from detector.copies.membership import Membership, article_name
from detector.copies.replacement import Replacement
from detector.review.comparison_page import swap
from detector.review.page import small_page
from detector.text.counted import counted
from detector.text.visible import truncate_line
from detector.verdict import Row, Verdict

TITLE = "Stories and their copies"
# Made up: what a reader looks through, and what a browser opens at once.
MOST_STORIES, MOST_COPIES, MOST_REPLACEMENTS = 1000, 50, 8
# Of the copies that print the best one word for word so many are named, since they say no more.
MOST_VERBATIM = 3
LONGEST_TITLE, LONGEST_NAME = 120, 300
RELATIONS = {
    "best": "the best copy",
    "verbatim": "printed word for word",
    "edited": "edited",
    "spun": "spun",
    "back_translated": "translated there and back",
    "rewritten": "rewritten",
}


class Copy(NamedTuple):
    """An article of a story, what it is to the best copy, and its verdict where it was judged."""

    article: Article
    member: Membership
    verdict: Verdict | Row | None

    @property
    def damaged(self) -> bool:
        """Whether it goes to review, or the best copy proves that it was mangled."""
        judged = self.verdict is not None and self.verdict.decision == "review"
        return judged or is_proven(self.member)


def stories_page(
    articles: Sequence[Article],
    memberships: Sequence[Membership],
    verdicts: Sequence[Verdict | Row] | None = None,
) -> str:
    """The stories as a whole HTML document.

    A story's place is that of its damaged copies times all its copies.
    """
    judged: Sequence[Verdict | Row | None] = verdicts or [None] * len(articles)
    stories: dict[str, list[Copy]] = defaultdict(list)
    for one in map(Copy, articles, memberships, judged):
        if one.member.story:
            stories[one.member.story].append(one)
    ranked = sorted(
        stories.values(), key=lambda copies: (-harm(copies), -len(copies), copies[0].member.story)
    )
    shown = ranked[:MOST_STORIES]
    items = "\n".join(f"<li>{story(copies)}</li>" for copies in shown)
    rest = len(ranked) - len(shown)
    body = f"""<p class="summary">{escape(summary(articles, ranked))}</p>
<ol class="stories">
{items}
</ol>"""
    if rest:
        body += f"\n<p>{rest:,} more stories, less harmful, are only in the file of -o.</p>"
    return small_page(TITLE, TITLE, "stories", body)


def harm(copies: Sequence[Copy]) -> int:
    """How much harm a story shows."""
    return sum(one.damaged for one in copies) * len(copies)


def summary(articles: Sequence[Article], ranked: Sequence[Sequence[Copy]]) -> str:
    """What was found, in a sentence."""
    copies = sum(map(len, ranked))
    damaged = sum(one.damaged for some in ranked for one in some)
    return (
        f"{counted(len(ranked), 'story', 'stories')} of {counted(copies, 'copy', 'copies')}, "
        f"{damaged:,} of them damaged; "
        f"{counted(len(articles) - copies, 'article has', 'articles have')} no copy here."
    )


def story(copies: Sequence[Copy]) -> str:
    """One story: its best copy, then the damaged ones, then the others."""
    ordered = sorted(
        copies,
        key=lambda one: (
            one.member.relation != "best",
            not one.damaged,
            one.member.relation,
            one.member.id,
        ),
    )
    damaged = sum(one.damaged for one in copies)
    verbatim = [one for one in ordered if one.member.relation == "verbatim"]
    dropped = set(map(id, verbatim[MOST_VERBATIM:]))
    listed = [one for one in ordered if id(one) not in dropped]
    lines = [line(one) for one in listed[:MOST_COPIES]]
    lines += more(len(dropped), "print it word for word")
    lines += more(len(listed) - MOST_COPIES, "are in the file of -o")
    counts = counted(len(copies), "copy", "copies")
    counts += f', <span class="bad">{damaged:,} damaged</span>' if damaged else ""
    best = ordered[0]
    if best.member.copy_of:
        counts += f"; best copy, of an earlier run: {shown(best.member.copy_of, LONGEST_NAME)}"
    opened = " open" if damaged else ""
    return (
        f"<details{opened}><summary><h2>{title(best.article)}</h2>"
        f'<span class="counts">{counts}</span></summary>\n'
        f'<ul class="copies">{"".join(lines)}</ul></details>'
    )


def more(count: int, what: str) -> list[str]:
    """A line for copies that are not named, if there are any."""
    return [f'<li class="facts">{count:,} more {what}.</li>'] if count > 0 else []


def title(article: Article) -> str:
    """A title, or the first line of the text, escaped."""
    first = article.title or article.text.strip().partition("\n")[0]
    return shown(first or article_name(article), LONGEST_TITLE)


def shown(text: str, most: int) -> str:
    """Text of others on one line: shortened and escaped."""
    return escape(truncate_line(text, most))


def line(one: Copy) -> str:
    """One copy: its name, what it is, its verdict, and what it replaced."""
    best = ' class="best"' if one.member.relation == "best" else ""
    swaps = "".join(f"<li>{swap(each)}</li>" for each in distinct(one.member.replacements))
    swaps = f'<ul class="swaps" aria-label="Replaced words">{swaps}</ul>' if swaps else ""
    return (
        f'<li{best}><span class="name">{link(one.article)}</span>'
        f'<br><span class="facts">{" · ".join(facts(one))}</span>{swaps}</li>'
    )


def link(article: Article) -> str:
    """Where a copy is: its address on the web, else its path or name."""
    name = shown(article_name(article), LONGEST_NAME)
    if article.url.startswith(("https://", "http://")):
        return f'<a href="{escape(article.url)}" rel="noreferrer">{name}</a>'
    return name


def facts(one: Copy) -> Iterable[str]:
    """What is known of a copy, piece by piece, escaped."""
    member = one.member
    chance = f" ({member.probability:.2f})" if member.copy_of else ""
    yield RELATIONS[member.relation] + chance
    if member.part_of:
        yield f"part of {shown(member.part_of, LONGEST_NAME)}"
    if one.verdict is not None:
        decision = one.verdict.decision
        score = one.verdict.deciding_probability
        yield f'<span class="decision {decision}">{decision}</span> {score:.2f}'
    yield from (
        shown(fact, LONGEST_TITLE) for fact in (one.article.outlet, one.article.published) if fact
    )


def distinct(replacements: Sequence[Replacement]) -> list[Replacement]:
    """The first replacements, each pair of wordings once; figures and names come first."""
    pairs = {(one.old.lower(), one.new.lower()): one for one in reversed(replacements)}
    ordered = sorted(pairs.values(), key=lambda one: (one.kind == "word", one.old_span))
    return ordered[:MOST_REPLACEMENTS]
