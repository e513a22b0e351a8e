"""What data sets share that always ask the same, whatever their parameters."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from engine.datasets.dataset import Dataset
from engine.datasets.description import Description, Task


class Pattern(Dataset):
    """A data set whose task and inputs belong to its kind. Not a kind of its own."""

    task: ClassVar[Task]
    input_names: ClassVar[tuple[str, ...]] = ("x1", "x2")
    extent: ClassVar[tuple[tuple[float, float], ...]] = ((-6.0, 6.0), (-6.0, 6.0))
    class_names: ClassVar[tuple[str, ...] | None] = None
    target_name: ClassVar[str | None] = None
    medians: ClassVar[tuple[float, ...] | None] = None

    def class_count(self) -> int | None:
        """Return the number of classes, or nothing for regression."""
        return None if self.task == "regression" else 2

    @cached_property
    def description(self) -> Description:
        """What the kind asks."""
        return Description(
            self.task,
            self.input_names,
            self.extent,
            self.class_count(),
            self.class_names,
            self.target_name,
            self.medians,
        )
