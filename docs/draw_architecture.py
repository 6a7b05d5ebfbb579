"""Draw the packages of ``detector`` from their imports: ``python docs/draw_architecture.py``.

Writes ``docs/images/architecture.svg``. Nothing in the picture is placed by hand: a package stands
one floor above the highest package that it imports. An arrow is left out where a chain of other
arrows leads to the same place (transitive reduction), and where it leads to the ground floor.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from html import escape
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "detector"
PICTURE = HERE / "images" / "architecture.svg"
# The two doors of the package import what they name, and nothing imports them.
DOORS = ("__init__", "__main__")
PATHS = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
# Sizes in pixels.
WIDTH, MARGIN = 640, 12
BOX_WIDTH, BOX_HEIGHT, GAP, LANE, FLOOR = 96, 30, 20, 26, 62
STYLE = (
    ".box{fill:#eef2f7;stroke:#56657a}text{font:13px sans-serif;fill:#1c2530;text-anchor:middle}"
    "path{fill:none;stroke:#56657a;stroke-width:1.2}marker path{fill:#56657a}"
    "@media(prefers-color-scheme:dark){.box{fill:#243040;stroke:#93a4ba}text{fill:#e8edf4}"
    "path{stroke:#93a4ba}marker path{fill:#93a4ba}}"
)


def is_typing_block(node: ast.stmt) -> bool:
    """Whether a statement is ``if TYPE_CHECKING:``."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@cache
def imports(path: Path, typing: bool = True) -> tuple[str, ...]:
    """Every module that a file imports, also inside functions."""
    tree = ast.parse(path.read_text("utf-8"))
    if not typing:
        tree.body = [node for node in tree.body if not is_typing_block(node)]
    modules: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.append(node.module)
            modules += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(modules)


def imported_modules(name: str, typing: bool = True) -> Iterator[str]:
    """The modules of ``detector`` that one of them imports."""
    for imported in imports(PATHS[name], typing):
        inner = imported.removeprefix("detector.")
        if inner != imported and inner in PATHS:
            yield inner
        elif inner != imported and f"{inner}.__init__" in PATHS:
            yield f"{inner}.__init__"


def package_of(name: str) -> str:
    """The package of a module; a module at the top stands for itself."""
    return name.split(".")[0]


def package_graph() -> dict[str, set[str]]:
    """Each package with the packages it imports, the doors left out."""
    graph: dict[str, set[str]] = {}
    for name in PATHS:
        package = package_of(name)
        if package not in DOORS:
            found = {package_of(imported) for imported in imported_modules(name)}
            graph.setdefault(package, set()).update(found - {package, *DOORS})
    return graph


def floors(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Packages from the ground up.

    Raises
    ------
    graphlib.CycleError
        When packages import each other in a circle.
    """
    level: dict[str, int] = {}
    for package in TopologicalSorter(graph).static_order():
        level[package] = 1 + max((level[below] for below in graph[package]), default=-1)
    found: list[list[str]] = [[] for _ in range(1 + max(level.values()))]
    for package in sorted(level):
        found[level[package]].append(package)
    return found


def reduced(graph: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The graph without arrows that a chain of others implies."""
    below: dict[str, set[str]] = {}
    for package in TopologicalSorter(graph).static_order():
        below[package] = graph[package].union(*(below[other] for other in graph[package]))
    return {
        package: {one for one in direct if not any(one in below[other] for other in direct - {one})}
        for package, direct in graph.items()
    }


def lanes(graph: Mapping[str, set[str]], house: list[list[str]]) -> list[list[str]]:
    """The chain of places that each arrow runs through; a place named ``a>b`` is free of boxes.

    Arrows to the ground floor are left out: whatever stands above may import it.
    """
    level = {package: number for number, floor in enumerate(house) for package in floor}
    return [
        [package, *([f"{package}>{below}"] * (level[package] - level[below] - 1)), below]
        for package, direct in sorted(reduced(graph).items())
        for below in sorted(direct, key=lambda one: (-level[one], one))
        if level[below]
    ]


def places(house: list[list[str]], chains: list[list[str]]) -> dict[tuple[str, int], int]:
    """Where each box and each free place of a floor has its middle, by name and floor.

    From the top down a floor is ordered by what points at its places (barycentres).
    """
    level = {package: number for number, floor in enumerate(house) for package in floor}
    middle: dict[tuple[str, int], int] = {}
    for number in reversed(range(len(house))):
        above: dict[str, list[int]] = {package: [] for package in house[number]}
        for chain in chains:
            step = level[chain[0]] - number
            if 0 < step < len(chain):
                above.setdefault(chain[step], []).append(middle[chain[step - 1], number + 1])
        order = sorted(above, key=lambda one: (sum(above[one]) / max(len(above[one]), 1), one))
        widths = [LANE if ">" in one else BOX_WIDTH + GAP for one in order]
        left = WIDTH // 2 - sum(widths) // 2
        for one, width in zip(order, widths, strict=True):
            middle[one, number] = left + width // 2
            left += width
    return middle


def height_of(number: int, house: list[list[str]]) -> int:
    """The middle of a floor, in pixels from the top."""
    return MARGIN + BOX_HEIGHT // 2 + (len(house) - 1 - number) * FLOOR


def arrow(points: list[tuple[int, int]]) -> str:
    """An arrow from the foot of the first box, through free places, to the head of the last."""
    half = BOX_HEIGHT // 2
    curve = f"M{points[0][0]} {points[0][1] + half}"
    for (left, top), (right, bottom) in pairwise(points):
        start, end = top + half, bottom - half
        bend = (end - start) // 2
        curve += f"C{left} {start + bend} {right} {end - bend} {right} {end}"
        curve += "" if (right, bottom) == points[-1] else f"V{bottom + half}"
    return f'<path d="{curve}" marker-end="url(#head)"/>'


def box(package: str, x: int, y: int) -> str:
    """The box of a package with its name."""
    return (
        f'<rect class="box" x="{x - BOX_WIDTH // 2}" y="{y - BOX_HEIGHT // 2}" '
        f'width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="5"/>'
        f'<text x="{x}" y="{y + 5}">{escape(package)}</text>'
    )


def draw(graph: Mapping[str, set[str]]) -> str:
    """The picture as SVG."""
    house = floors(graph)
    level = {package: number for number, floor in enumerate(house) for package in floor}
    chains = lanes(graph, house)
    middle = places(house, chains)
    arrows = []
    for chain in chains:
        numbers = range(level[chain[0]], level[chain[0]] - len(chain), -1)
        steps = zip(chain, numbers, strict=True)
        arrows.append(arrow([(middle[one, n], height_of(n, house)) for one, n in steps]))
    height = height_of(0, house) + BOX_HEIGHT // 2 + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>Packages of detector and their imports, drawn from the code</title>",
        f"<style>{STYLE}</style>",
        '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z"/></marker>',
        *arrows,
        *(box(one, middle[one, n], height_of(n, house)) for one, n in sorted(level.items())),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(draw(package_graph()), "utf-8", newline="\n")
