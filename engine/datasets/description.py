"""What a data set asks of a network, in the data's own names."""

from __future__ import annotations

from dataclasses import dataclass

from engine.tasks import Task

__all__ = ["Description", "Task"]


@dataclass(frozen=True)
class Description:
    """What there is to predict from what; it follows from the spec alone, before any sample is drawn."""

    task: Task
    input_names: tuple[str, ...]
    extent: tuple[tuple[float, float], ...]
    """Lowest and highest value to draw of each raw input."""
    classes: int | None
    """How many classes there are; nothing for regression."""
    class_names: tuple[str, ...] | None = None
    target_name: str | None = None
    medians: tuple[float, ...] | None = None
    """A typical value of each raw input, where the data knows it."""

    @property
    def held(self) -> tuple[float, ...]:
        """Return where the inputs that nobody looks at are held: at their medians, else in the middle."""
        return self.medians or tuple((low + high) / 2 for low, high in self.extent)
