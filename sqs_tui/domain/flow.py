"""The greatest flow through a small network: what decides whether all that is wanted of a sample can be had together."""

import itertools
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
Edge = tuple[Node, Node, int]
"""From where, to where, and how much fits through."""


class Flow(Generic[Node]):
    """The greatest flow from a source to a sink along these edges (shortest augmenting paths: Edmonds and Karp, 1972)."""

    def __init__(self, edges: Iterable[Edge[Node]], source: Node, sink: Node) -> None:
        self._room: defaultdict[Node, dict[Node, int]] = defaultdict(dict)
        for start, end, fits in edges:
            self._room[start][end] = self._room[start].get(end, 0) + fits
            self._room[end].setdefault(start, 0)
        self.amount = 0
        """How much flows."""
        while sink in (came := self._reached(source)):
            self.amount += self._push(came, source, sink)
        self.reached = frozenset(came)
        """The nodes that more could still flow to: what the bottleneck holds back lies among them."""

    def _reached(self, source: Node) -> dict[Node, Node]:
        """Every node that more could flow to, with the node before it."""
        came, waiting = {source: source}, deque([source])
        while waiting:
            node = waiting.popleft()
            for beyond, fits in self._room[node].items():
                if fits and beyond not in came:
                    came[beyond] = node
                    waiting.append(beyond)
        return came

    def _push(self, came: dict[Node, Node], source: Node, sink: Node) -> int:
        path = [sink]
        while path[-1] != source:
            path.append(came[path[-1]])
        steps = [(before, node) for node, before in itertools.pairwise(path)]
        fits = min(self._room[before][node] for before, node in steps)
        for before, node in steps:
            self._room[before][node] -= fits
            self._room[node][before] += fits
        return fits
