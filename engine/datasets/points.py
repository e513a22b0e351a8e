"""Points that somebody has drawn."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from engine.concepts import ListOf, parameter
from engine.datasets.dataset import Dataset, Samples
from engine.datasets.description import Description, Task
from engine.errors import SpecError

MOST_POINTS = 1000
EDGE = 6.0
"""Inputs lie between −6 and 6."""
LARGEST_VALUE = 1000.0

Point = ListOf[float]


def drawing() -> tuple[tuple[float, float, float], ...]:
    """Return a face: its outline is class 0, eyes and mouth are class 1."""
    around = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    smile = np.linspace(1.15 * np.pi, 1.85 * np.pi, 11)
    parts = [(4.8 * np.cos(around), 4.8 * np.sin(around)), (2.7 * np.cos(smile), 2.7 * np.sin(smile))]
    parts += [(x + 0.35 * np.cos(around[::6]), 1.6 + 0.5 * np.sin(around[::6])) for x in (-1.7, 1.7)]
    return tuple(
        (float(x), float(y), float(place > 0))
        for place, (across, up) in enumerate(parts)
        for x, y in zip(across, up, strict=True)
    )


def rise() -> list[list[float]]:
    """Return points on one input: 0 on its left half and 1 on its right."""
    return [[float(x), float(x > 0)] for x in range(-5, 6)]


class Points(Dataset):
    """One sample for each point, in the order in which they were drawn."""

    kind: Literal["points"] = "points"
    task: Task = parameter(
        "binary",
        title="Task",
        description="What a point stands for: one of two classes, one of several, or a value.",
    )
    inputs: int = parameter(
        2,
        title="Inputs",
        description="Two for points in the plane, one for points of a curve.",
        low=1,
        high=2,
        step=1,
    )
    classes: int = parameter(
        2,
        title="Classes",
        description="How many classes there are to draw, where there are several.",
        low=2,
        high=5,
        step=1,
    )
    points: Annotated[ListOf[Point], Field(max_length=MOST_POINTS)] = parameter(
        drawing(),
        title="Points",
        description="Each point: its inputs between −6 and 6, then its class, counted from 0, or its value.",
        live=True,
    )
    test_fraction: float = parameter(
        0.0,
        title="Test fraction",
        description="Share of the points that is kept back to test what was learned; 0 trains on every one.",
        low=0.0,
        high=0.9,
        step=0.05,
    )
    title: ClassVar[str] = "Your own points"
    formula: ClassVar[str] = r"\{(\mathbf{x}_i, t_i)\}_{i=1}^{n}"
    explanation: ClassVar[str] = (
        "You are the one who asks the question: draw points and see whether the network finds the rule behind them. "
        "Points can be added, moved and taken away while it learns. A few in a clear pattern are learned at once; one "
        "in the midst of another class shows what overfitting looks like."
    )
    use_when: ClassVar[str] = (
        "To try out an idea, to set a trap, or to see what one single point does to the border."
    )
    avoid_when: ClassVar[str] = (
        "You want figures that others can compare with theirs: use a data set with a seed."
    )
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 1.1"
    order: ClassVar[int] = 90

    @model_validator(mode="before")
    @classmethod
    def draw_a_rise(cls, document: Any) -> Any:
        """Let points on one input start as a rise, where nothing is drawn yet."""
        if isinstance(document, dict) and document.get("inputs") == 1 and "points" not in document:
            return {**document, "points": rise()}
        return document

    @model_validator(mode="after")
    def check_points(self) -> Self:
        """Raise SpecError where a point is no point of this task."""
        for number, point in enumerate(self.points):
            fault = self._fault(point)
            if fault is not None:
                raise SpecError(f"Point {number + 1} {fault}", "Move or erase it.", f"data.points.{number}")
        return self

    def _fault(self, point: tuple[float, ...]) -> str | None:
        """Return what is wrong with a point, as the end of a sentence."""
        if len(point) != self.inputs + 1:
            wanted = "x1, x2 and its target" if self.inputs == 2 else "x1 and its target"
            return f"must have {self.inputs + 1} numbers, {wanted}; got {len(point)}."
        outside = [value for value in point[:-1] if abs(value) > EDGE]
        if outside:
            return f"must lie between −{EDGE:g} and {EDGE:g}; got {outside[0]:g}."
        target, classes = point[-1], self.description.classes
        if classes is None and abs(target) > LARGEST_VALUE:
            return f"must have a value within ±{LARGEST_VALUE:g}; got {target:g}."
        if classes is not None and target not in range(classes):
            return f"must have a class from 0 to {classes - 1}; got {target:g}."
        return None

    @cached_property
    def description(self) -> Description:
        """What the points ask, also while there is none."""
        classes = {"binary": 2, "classes": self.classes, "regression": None}[self.task]
        return Description(
            self.task, ("x1", "x2")[: self.inputs], ((-EDGE, EDGE), (-EDGE, EDGE))[: self.inputs], classes
        )

    def sample_count(self) -> int:
        """Return how many points there are, maybe none."""
        return len(self.points)

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the points; nothing is random about them."""
        table = np.array(self.points, dtype=np.float64).reshape(-1, self.inputs + 1)
        return Samples(table[:, :-1], table[:, -1])
