"""The samples as each layer sees them."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.network.nodes import INPUT
from engine.probes.probe import Payload, Probe
from engine.subject import Subject
from engine.trainers.trainer import Array

Floats = NDArray[np.float64]
AXES = "hidden"
"""Under this name a run keeps the axes of each node, so that the picture turns as slowly as the values do."""


class Hidden(Probe):
    """The outputs of a layer as points, one for each sample: training moves them until they can be told apart."""

    kind: Literal["hidden"] = "hidden"
    title: ClassVar[str] = "Hidden space"
    formula: ClassVar[str] = (
        r"\mathbf{a}_i \mapsto (\mathbf{u}_1^\top \mathbf{a}_i, \mathbf{u}_2^\top \mathbf{a}_i)"
    )
    explanation: ClassVar[str] = (
        "Every layer moves the samples to other places: it turns, stretches and folds the plane. A layer of two units "
        "is shown as it is; of a wider one the plane in which its samples differ most is shown. Where the classes can "
        "be told apart by a straight line before the output, the network has done its work."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), sections 2.12 and 6.1"
    order: ClassVar[int] = 44
    view: ClassVar[str] = "hidden"
    pause: ClassVar[float] = 0.05

    node: str | None = parameter(
        None,
        title="Node",
        description="Whose outputs to show, such as layers.0; none for those of all nodes.",
    )

    def measure(self, subject: Subject) -> Payload:
        """Return the places of the samples for each node, the features first, and the samples' targets."""
        seen = subject.observation
        axes: dict[str, Floats] = subject.kept.setdefault(AXES, {})
        nodes = []
        for name, values in {INPUT: seen.features, **seen.outputs}.items():
            if self.node in (None, name):
                axes[name], explained = plane(values, axes.get(name))
                x, y = places(values, axes[name])
                nodes.append({"id": name, "x": x, "y": y, "explained": explained})
        targets = subject.prepared.train.targets[: seen.samples, None].astype(np.float32)
        return {"nodes": nodes, "targets": targets}


def places(values: Array, axes: Floats) -> tuple[Array, Array]:
    """Return x and y of each sample from values (units, samples); two units or fewer are what they are."""
    if len(values) > 2:
        values = (axes.T @ centered(values)).astype(np.float32)
    return values[0], values[1] if len(values) > 1 else np.zeros_like(values[0])


def plane(values: Array, before: Floats | None) -> tuple[Floats, float]:
    """Return two axes (units, 2) of the plane in which samples differ most, and its share of their variance.

    At first the axes are the principal ones, each turned so that its largest part is positive. Later ones are turned
    within their plane to be as close as they can to those before.
    """
    units, samples = values.shape
    deviations = centered(values)
    if units <= 2 or samples == 0 or not np.isfinite(deviations).all():
        return np.eye(units, 2) if before is None else before, 1.0
    sizes, vectors = np.linalg.eigh(deviations @ deviations.T)
    axes = vectors[:, :-3:-1]
    total = float(sizes.sum())
    explained = float(sizes[-2:].sum()) / total if total > 0 else 1.0
    if before is None:
        return axes * np.sign(axes[np.abs(axes).argmax(axis=0), (0, 1)]), explained
    left, _, right = np.linalg.svd(axes.T @ before)
    return axes @ (left @ right), explained


def centered(values: Array) -> Floats:
    """Return values (units, samples) less the mean over the samples."""
    exact = values.astype(np.float64)
    return exact - exact.mean(axis=1, keepdims=True) if exact.size else exact
