"""How diabetes went on within a year."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.datasets.description import Task
from engine.datasets.real_table import RealTable, numbers
from engine.scalings import Scaling


class Diabetes(RealTable):
    """Ten measurements of 442 patients, and how far their disease had gone a year later."""

    kind: Literal["diabetes"] = "diabetes"
    target_scaling: Scaling = parameter(
        {"kind": "standardize"},
        title="Target scaling",
        description="How a value to predict is brought to the size of a unit's output; it is shown in its own unit.",
    )
    title: ClassVar[str] = "Diabetes"
    formula: ClassVar[str] = r"\mathbf{x} \in \mathbb{R}^{10}, \quad t \in [25, 346]"
    explanation: ClassVar[str] = (
        "Age, sex, body mass index, blood pressure and six blood values, and a measure of the disease a year later. "
        "The ten together explain about half of what differs between people; the rest is not in the table. So the "
        "test loss soon stops falling, while a larger network goes on to learn the training patients by heart."
    )
    use_when: ClassVar[str] = "Regression on real data, where noise sets a limit and overfitting is the rule."
    avoid_when: ClassVar[str] = "You want a curve or a surface that fits well: nothing does here."
    source: ClassVar[str] = (
        "Efron, Hastie, Johnstone and Tibshirani, Least Angle Regression (2004), section 1"
    )
    order: ClassVar[int] = 84
    task: ClassVar[Task] = "regression"
    rows: ClassVar[int] = 442
    columns: ClassVar[tuple[int, ...]] = (2, 8, 0, 1, 3, 4, 5, 6, 7, 9)
    input_names: ClassVar[tuple[str, ...]] = (
        "body mass index",
        "log triglycerides",
        "age",
        "sex",
        "blood pressure",
        "cholesterol",
        "LDL",
        "HDL",
        "cholesterol / HDL",
        "blood sugar",
    )
    extent: ClassVar[tuple[tuple[float, float], ...]] = (
        (16.0, 44.0), (3.0, 6.5), (15.0, 85.0), (0.5, 2.5), (55.0, 140.0), (85.0, 315.0), (30.0, 255.0), (15.0, 105.0),
        (1.5, 9.5), (50.0, 130.0),
    )  # fmt: skip
    medians: ClassVar[tuple[float, ...] | None] = (
        25.7,
        4.62005,
        50.0,
        1.0,
        93.0,
        186.0,
        113.0,
        48.0,
        4.0,
        91.0,
    )
    target_name: ClassVar[str | None] = "disease progression"

    def scaling_of_targets(self) -> Scaling:
        """Return what was chosen."""
        return self.target_scaling

    def read(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the patients."""
        return numbers("diabetes_data_raw.csv.gz"), numbers("diabetes_target.csv.gz")
