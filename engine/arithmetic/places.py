"""One number among the parameters of a network: which node, which parameter, which place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import CommandError
from engine.layers import ParameterPlan
from engine.network import Network


@dataclass(frozen=True)
class Place:
    """One number of a learned parameter, such as weight (out, in) of node ``layers.0``."""

    node: str
    parameter: str
    index: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return the name of the whole parameter, such as ``layers.0.weight``."""
        return f"{self.node}.{self.parameter}"

    def words(self) -> str:
        """Return the place for a reader, such as ``layers.0.weight (2, 1)``."""
        return f"{self.name} ({', '.join(map(str, self.index))})"


def need_samples(count: int) -> None:
    """Raise CommandError where there is nothing to train on, so that there is no loss to look at."""
    if not count:
        raise CommandError("There are no training samples, so there is no loss.", "Add some samples.")


def learned_plans(network: Network) -> dict[str, ParameterPlan]:
    """Return the plans of all learned parameters by name, in order of computation."""
    return {f"{node.id}.{plan.name}": plan for node in network.nodes for plan in node.plans if plan.learned}


def place_of(network: Network, node: str, parameter: str, index: Sequence[int]) -> Place:
    """Return a place in a network.

    Raises
    ------
    CommandError
        Where the network has no such node, the node no such parameter, or the parameter no such place.
    """
    plans = learned_plans(network)
    nodes = [item.id for item in network.nodes]
    if node not in nodes:
        raise CommandError(f'The network has no node "{node}".', f"Nodes: {', '.join(nodes)}.")
    place = Place(node, parameter, tuple(index))
    if place.name not in plans:
        own = [name.removeprefix(f"{node}.") for name in plans if name.rpartition(".")[0] == node]
        learned = f"It learns {', '.join(own)}." if own else "It learns nothing; choose another node."
        raise CommandError(f'The node {node} learns no parameter "{parameter}".', learned)
    shape = plans[place.name].shape
    if len(place.index) != len(shape) or any(
        not 0 <= i < size for i, size in zip(place.index, shape, strict=False)
    ):
        raise CommandError(
            f"{place.name} has shape {shape}; got the place {place.index}.",
            "Give one number for each axis, counted from 0.",
        )
    return place


def place_named(network: Network, text: str) -> Place:
    """Return the place that a text such as ``layers.0.weight.2.1`` names.

    Raises
    ------
    CommandError
        Where there is no such place.
    """
    for name in learned_plans(network):
        if text.startswith(f"{name}."):
            numbers = text.removeprefix(f"{name}.").split(".")
            if all(number.isdecimal() for number in numbers):
                node, _, parameter = name.rpartition(".")
                return place_of(network, node, parameter, [int(number) for number in numbers])
    raise CommandError(
        f'There is no parameter "{text}".',
        "Name one number, such as output.weight.0.0: the node, the parameter, and the place in it.",
    )
