"""Above or below a curve."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.datasets.cloud import Cloud
from engine.datasets.dataset import Samples
from engine.datasets.description import Task

CURVES: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "line": lambda x: 0.5 * x,
    "corner": lambda x: np.abs(x) - 2.5,
    "parabola": lambda x: x**2 / 5 - 2.5,
    "cubic": lambda x: x**3 / 20 - 0.75 * x,
    "sine": lambda x: 2.5 * np.sin(x),
}
"""Each stays within −2.5 … 2.5 for x from −5 to 5."""
GAP = 0.3
"""So far above and below the curve there is no sample, before noise."""


class AboveCurve(Cloud):
    """Class 1 above the graph of a function, class 0 below."""

    kind: Literal["above_curve"] = "above_curve"
    curve: Literal["line", "corner", "parabola", "cubic", "sine"] = parameter(
        "parabola", title="Curve", description="The function whose graph is the border between the classes."
    )
    title: ClassVar[str] = "Above a curve"
    formula: ClassVar[str] = r"t = \begin{cases} 1 & x_2 > f(x_1) \\ 0 & x_2 < f(x_1) \end{cases}"
    explanation: ClassVar[str] = (
        "The border is the graph of a function that everybody knows, so one can say beforehand what the network has "
        "to find. A line takes a single unit, a corner two, and every further bend another one or two. The right "
        "feature, such as the square for the parabola, makes the border straight again."
    )
    use_when: ClassVar[str] = "To predict how many units a border needs before training, and then check."
    avoid_when: ClassVar[str] = "You want islands or rings: a graph never closes."
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.1"
    order: ClassVar[int] = 28
    task: ClassVar[Task] = "binary"

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return points on both sides; the noise of 1 scatters each coordinate by up to 3."""
        label = self.labels()
        across = generator.uniform(-5, 5, self.samples)
        border = CURVES[self.curve](across)
        side = np.where(label == 1, 1.0, -1.0)
        room = 5 - GAP - side * border
        up = border + side * (GAP + room * generator.uniform(0, 1, self.samples))
        return Samples(self.scattered(np.stack([across, up], axis=1), generator, reach=3.0), label)
