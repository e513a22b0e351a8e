"""Wines of three grapes."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.datasets.description import Task
from engine.datasets.real_table import RealTable, labeled_rows


class Wine(RealTable):
    """Chemical analyses of 178 wines from three cultivars of one region."""

    kind: Literal["wine"] = "wine"
    title: ClassVar[str] = "Wine"
    formula: ClassVar[str] = r"\mathbf{x} \in \mathbb{R}^{13}, \quad t \in \{1, 2, 3\}"
    explanation: ClassVar[str] = (
        "Thirteen measurements of 178 Italian wines, and the question which of three grapes each was made of. Proline "
        "runs to 1,680 and hue to 1.7: without scaling the network listens to little but proline, and stays behind. "
        "Standardized, a single layer tells nearly every wine, more than it can from any two of the measurements."
    )
    use_when: ClassVar[str] = "To show many inputs in very different units: train with and without scaling."
    avoid_when: ClassVar[str] = (
        "You want to see the whole problem in one picture: it has thirteen directions."
    )
    source: ClassVar[str] = (
        "Forina et al., PARVUS: An Extendible Package for Data Exploration, Classification and Correlation (1988)"
    )
    order: ClassVar[int] = 82
    task: ClassVar[Task] = "classes"
    rows: ClassVar[int] = 178
    columns: ClassVar[tuple[int, ...]] = (6, 12, 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11)
    input_names: ClassVar[tuple[str, ...]] = (
        "flavanoids",
        "proline",
        "alcohol",
        "malic acid",
        "ash",
        "alcalinity of ash",
        "magnesium",
        "total phenols",
        "nonflavanoid phenols",
        "proanthocyanins",
        "color intensity",
        "hue",
        "OD280/OD315",
    )
    extent: ClassVar[tuple[tuple[float, float], ...]] = (
        (0.0, 5.5), (200.0, 1800.0), (10.5, 15.5), (0.5, 6.25), (1.25, 3.5), (9.0, 32.0), (60.0, 170.0),
        (0.75, 4.25), (0.1, 0.7), (0.25, 3.75), (0.5, 14.0), (0.4, 1.8), (1.0, 4.25),
    )  # fmt: skip
    medians: ClassVar[tuple[float, ...] | None] = (
        2.135, 673.5, 13.05, 1.865, 2.36, 19.5, 98.0, 2.355, 0.34, 1.555, 4.69, 0.965, 2.78,
    )  # fmt: skip
    class_names: ClassVar[tuple[str, ...] | None] = ("cultivar 1", "cultivar 2", "cultivar 3")
    target_name: ClassVar[str | None] = "cultivar"

    def class_count(self) -> int:
        """Return 3."""
        return 3

    def read(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the wines."""
        return labeled_rows("wine_data.csv")
