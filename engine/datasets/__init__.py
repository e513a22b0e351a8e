"""Data sets: what there is to learn. One kind per file."""

from engine.datasets.dataset import Dataset, Samples
from engine.datasets.description import Description, Task

__all__ = ["Dataset", "Description", "Samples", "Task"]
