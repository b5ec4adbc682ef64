"""Ward's tree, drawn from the root on the left to bundles of accounts on the right."""

from dataclasses import dataclass

from shoal.records.studies import Tree
from shoal.reports.map_labels import cut_label
from shoal.reports.reading import Reading
from shoal.wording import format_count

LEAF_HEIGHT = 16.0
"""Distance between leaves in px."""

_TOP = 26.0
_FORK = 2  # what a tree needs at least to show anything
_RIGHT = 66.0  # percent; labels stand to the right of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """An elbow from a merge to one of its children: across at `y`, from `x1` to `x2` percent."""

    x1: float
    x2: float
    y: float
    y_from: float
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafRun:
    """Neighbouring leaves of one segment, with the segment's name."""

    css: str
    y1: float
    y2: float
    text: str
    number: str
    whole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreePicture:
    """The tree in positions; `cut_x` in percent where the chosen number of branches is cut."""

    height: float
    branches: tuple[Branch, ...]
    runs: tuple[LeafRun, ...]
    cut_x: float
    cut_label: str
    right: float
    summary: str
    description: str


@dataclass(frozen=True, slots=True)
class _Node:
    x: float
    y: float
    segments: frozenset[str]


def draw_tree(reading: Reading) -> TreePicture | None:
    """Return the tree; None for slices, single segments and studies without one."""
    tree = reading.study.tree
    if tree is None or reading.sliced or min(len(tree.leaves), len(reading.groups)) < _FORK:
        return None
    css = {g.segment.key: g.css for g in reading.groups}
    branches, _ = _branches(tree, css)
    cut = _cut(tree, len(reading.groups))
    kept = round(tree.agreement * tree.n_accounts)
    same = f"{format_count(kept)} of {format_count(tree.n_accounts)} accounts"
    return TreePicture(
        height=_TOP + LEAF_HEIGHT * len(tree.leaves) + 6,
        branches=branches,
        runs=_runs(reading, tree, css),
        cut_x=cut,
        cut_label=f"cut here: {len(reading.groups)} groups",
        right=_RIGHT,
        summary=f"Ward's tree puts {same} in the same group",
        description=f"A tree of {format_count(tree.n_accounts)} accounts in "
        f"{len(tree.leaves)} bundles.",
    )


def _branches(tree: Tree, css: dict[str, str]) -> tuple[tuple[Branch, ...], list[_Node]]:
    tallest = max((height for _, _, height in tree.merges), default=1.0) or 1.0
    nodes = [
        _Node(x=_RIGHT, y=_leaf_y(i), segments=frozenset({leaf.segment}))
        for i, leaf in enumerate(tree.leaves)
    ]
    branches = []
    for left, right, height in tree.merges:
        pair = (nodes[left], nodes[right])
        node = _Node(
            x=round(_RIGHT * (1 - height / tallest), 2),
            y=(pair[0].y + pair[1].y) / 2,
            segments=pair[0].segments | pair[1].segments,
        )
        one = next(iter(node.segments)) if len(node.segments) == 1 else ""
        branches += [
            Branch(x1=node.x, x2=c.x, y=c.y, y_from=node.y, css=_own(c, css) if one else "")
            for c in pair
        ]
        nodes.append(node)
    return tuple(branches), nodes


def _own(node: _Node, css: dict[str, str]) -> str:
    return css.get(next(iter(node.segments)), "") if len(node.segments) == 1 else ""


def _leaf_y(position: int) -> float:
    return _TOP + LEAF_HEIGHT * (position + 0.5)


def _cut(tree: Tree, n_groups: int) -> float:
    """Return where a cut leaves `n_groups` branches: between two merges, as percent."""
    heights = sorted((height for _, _, height in tree.merges), reverse=True)
    tallest = heights[0] or 1.0
    above = heights[min(n_groups - 2, len(heights) - 1)]
    below = heights[n_groups - 1] if n_groups - 1 < len(heights) else 0.0
    return round(_RIGHT * (1 - (above + below) / 2 / tallest), 2)


def _runs(reading: Reading, tree: Tree, css: dict[str, str]) -> tuple[LeafRun, ...]:
    names = {g.segment.key: g.segment.name for g in reading.groups}
    runs: list[LeafRun] = []
    start = 0
    for end in range(1, len(tree.leaves) + 1):
        key = tree.leaves[start].segment
        if end < len(tree.leaves) and tree.leaves[end].segment == key:
            continue
        size = sum(leaf.size for leaf in tree.leaves[start:end])
        name = names.get(key, key)
        runs.append(
            LeafRun(
                css=css.get(key, ""),
                y1=_leaf_y(start) - 6,
                y2=_leaf_y(end - 1) + 6,
                text=cut_label(name),
                number=format_count(size),
                whole=name,
            )
        )
        start = end
    return tuple(runs)
