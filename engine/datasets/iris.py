"""Fisher's irises."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.datasets.description import Task
from engine.datasets.real_table import RealTable, labeled_rows


class Iris(RealTable):
    """Petals and sepals of 150 irises of three species."""

    kind: Literal["iris"] = "iris"
    title: ClassVar[str] = "Iris"
    formula: ClassVar[str] = (
        r"\mathbf{x} \in \mathbb{R}^4, \quad t \in \{\text{setosa}, \text{versicolor}, \text{virginica}\}"
    )
    explanation: ClassVar[str] = (
        "Four lengths, measured on 150 flowers in 1935. One species stands apart, the other two touch: a straight "
        "border gets nearly all of them, and the last few cannot be had without learning single flowers by heart."
    )
    use_when: ClassVar[str] = (
        "The first real table: four inputs, three classes, and a network without hidden layers."
    )
    avoid_when: ClassVar[str] = "You want to show that hidden layers help: here they hardly do."
    source: ClassVar[str] = "Fisher, The use of multiple measurements in taxonomic problems (1936)"
    order: ClassVar[int] = 80
    task: ClassVar[Task] = "classes"
    rows: ClassVar[int] = 150
    columns: ClassVar[tuple[int, ...]] = (2, 3, 0, 1)
    input_names: ClassVar[tuple[str, ...]] = (
        "petal length (cm)",
        "petal width (cm)",
        "sepal length (cm)",
        "sepal width (cm)",
    )
    extent: ClassVar[tuple[tuple[float, float], ...]] = ((0.5, 7.5), (0.0, 2.75), (4.0, 8.25), (1.75, 4.75))
    medians: ClassVar[tuple[float, ...] | None] = (4.35, 1.3, 5.8, 3.0)
    class_names: ClassVar[tuple[str, ...] | None] = ("setosa", "versicolor", "virginica")
    target_name: ClassVar[str | None] = "species"

    def class_count(self) -> int:
        """Return 3."""
        return 3

    def read(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the flowers."""
        return labeled_rows("iris.csv")
