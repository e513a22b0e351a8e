"""What data sets share that somebody has really measured: tables that come with scikit-learn."""

from __future__ import annotations

from abc import abstractmethod
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.datasets.dataset import Samples
from engine.datasets.pattern import Pattern
from engine.errors import SpecError
from engine.scalings import Scaling


class RealTable(Pattern):
    """Rows of a file, in raw units. Not a kind of its own.

    Names and ranges are constants, so that describing the data set reads no file.
    """

    scaling: Scaling = parameter(
        {"kind": "standardize"},
        title="Scaling",
        description="How features are brought to a common size, fitted on the training samples only.",
    )

    rows: ClassVar[int]
    columns: ClassVar[tuple[int, ...]]
    """Places of the inputs in the file's rows; the two that tell most come first, for these are looked at first."""

    def sample_count(self) -> int:
        """Return the number of rows."""
        return self.rows

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the rows in the file's order; nothing is random about them."""
        inputs, targets = self.read()
        return Samples(inputs[:, self.columns], targets)

    @abstractmethod
    def read(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return all inputs (rows, inputs in the file) and targets (rows,)."""


def labeled_rows(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return inputs and targets of a file with a header and the target as its last column."""
    table = numbers(name, delimiter=",", header=1)
    return table[:, :-1], table[:, -1]


@lru_cache(maxsize=8)
def numbers(name: str, delimiter: str | None = None, header: int = 0) -> NDArray[np.float64]:
    """Return the numbers in one of scikit-learn's files, which is not imported for that.

    Raises
    ------
    SpecError
        Where the file is not there.
    """
    package = find_spec("sklearn")
    places = package.submodule_search_locations if package else None
    path = Path(next(iter(places or [""]))) / "datasets" / "data" / name
    try:
        table = np.loadtxt(path, delimiter=delimiter, skiprows=header)
    except OSError:
        raise SpecError(
            "This data set comes with scikit-learn, which is not installed here.",
            "Choose another data set, or install scikit-learn on the server.",
            "data.kind",
        ) from None
    table.flags.writeable = False
    return table
