"""Cures that several rules offer, as changes of the spec."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from engine.diagnoses.finding import Cure, number
from engine.layers import Layer, UnitSettings
from engine.network.nodes import Node
from engine.spec import LIMITS, Spec

Patch = tuple[str, Any]
Document = dict[str, Any]


def units(nodes: Iterable[Node], **settings: Any) -> tuple[Patch, ...]:
    """Return patches that give all these rows of units the same settings."""
    return tuple((f"{node.path}.{name}", value) for node in nodes for name, value in settings.items())


def lower_rate(spec: Spec, factor: float, reset: bool = False) -> Cure:
    """Return the cure that divides the learning rate."""
    rate = float(f"{spec.optimizer.learning_rate / factor:.2g}")
    return Cure(f"Learning rate {number(rate)}", (("optimizer.learning_rate", rate),), reset)


def calmer(spec: Spec) -> tuple[Cure, ...]:
    """Return the cures that make steps shorter, less momentum first; the training has to begin again."""
    momentum = getattr(spec.optimizer, "momentum", 0.0)
    less = Cure("Momentum 0.9", (("optimizer.momentum", 0.9),), reset=True) if momentum > 0.9 else None
    return offered(less, lower_rate(spec, 10, reset=True))


def clipped(reset: bool = False) -> Cure:
    """Return the cure that bounds the gradient."""
    limit = {"kind": "norm", "limit": 1.0}
    return Cure("Clip gradients at a norm of 1", (("training.gradient_clipping", limit),), reset)


def fitting_start(spec: Spec, hidden: Iterable[tuple[Node, UnitSettings]]) -> Cure:
    """Return the cure that keeps the signals' size: Glorot where units saturate, else He; and shorter steps."""
    slower = lower_rate(spec, 10)
    starts = tuple(
        patch
        for node, settings in hidden
        for patch in units([node], initializer="glorot_uniform" if saturates(settings) else "he_normal")
    )
    label = f"He or Glorot start, and {slower.label[0].lower()}{slower.label[1:]}"
    return Cure(label, (*starts, *slower.patches), reset=True)


def saturates(settings: UnitSettings) -> bool:
    """Tell whether the activation is flat at both ends."""
    return None not in settings.activation.bounds()


def scale_inputs() -> Cure:
    """Return the cure that brings all features to mean 0 and spread 1."""
    return Cure("Standardize the inputs", (("data.scaling", "standardize"),))


def normalized(spec: Spec) -> Cure | None:
    """Return the cure that puts a batch normalization behind hidden layers, as many of them as there is room for."""
    layers = spec.document()["network"]["layers"]
    room = LIMITS["layers"] - count(spec.network.layers)
    if not layers or room < len(layers) // 2 or compares(spec.network.layers) or small_batches(spec):
        return None
    every = 1 if room >= len(layers) else 2
    placed: list[Document] = []
    for index, layer in enumerate(layers, start=1):
        placed.append(layer)
        if index % every == 0:
            placed.append({"kind": "batch_norm"})
    where = "every hidden layer" if every == 1 else "every second hidden layer"
    return Cure(f"Batch normalization behind {where}", (("network.layers", placed),))


def bypassed(spec: Spec) -> Cure | None:
    """Return the cure that leads a way past each hidden layer, or where there is no room, past pairs of them."""
    layers = spec.document()["network"]["layers"]
    plain = all(layer.unit_settings() is not None for layer in spec.network.layers)
    if not layers or not plain or 2 * len(layers) > LIMITS["layers"]:
        return None
    wrapped = [{"kind": "residual", "layers": [layer]} for layer in layers]
    return Cure("Residual connection around every hidden layer", (("network.layers", wrapped),))


def with_layer(spec: Spec, units_in_it: int) -> Cure | None:
    """Return the cure that adds a hidden layer before the output."""
    if count(spec.network.layers) >= LIMITS["layers"]:
        return None
    layers = spec.document()["network"]["layers"]
    model = next((layer for layer in reversed(layers) if "units" in layer), {"kind": "dense"})
    added = {**model, "units": units_in_it, "pruned": [], "frozen": False}
    return Cure(f"One more hidden layer of {units_in_it} units", (("network.layers", [*layers, added]),))


def with_units(nodes: Iterable[Node], wanted: Callable[[int], int]) -> Cure | None:
    """Return the cure that gives hidden layers more units."""
    patches = []
    for node in nodes:
        before = node.outputs[0].size
        after = min(wanted(before), LIMITS["units"])
        if after > before:
            patches.append((f"{node.path}.units", after))
    if not patches:
        return None
    sizes = ", ".join(str(value) for _, value in patches)
    return Cure(f"More hidden units: {sizes}", tuple(patches))


def small_batches(spec: Spec) -> bool:
    """Tell whether batches have too few samples for a batch normalization."""
    return spec.training.batch_size != "full" and spec.training.batch_size < 10


def count(layers: Iterable[Layer]) -> int:
    """Return the number of layers, those inside others as well."""
    return sum(1 for _ in inside(layers))


def compares(layers: Iterable[Layer]) -> bool:
    """Tell whether any layer compares the samples of a batch."""
    return any(layer.compares_samples for layer in inside(layers))


def inside(layers: Iterable[Layer]) -> Iterator[Layer]:
    """Yield all layers, those inside others as well."""
    for layer in layers:
        yield layer
        yield from inside(layer.body())


def offered(*cures: Cure | None) -> tuple[Cure, ...]:
    """Return the cures that can be applied."""
    return tuple(cure for cure in cures if cure is not None)
