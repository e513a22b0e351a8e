"""Data sets: what there is to learn. One kind per file."""

from engine.datasets.dataset import Dataset, Samples, Task

__all__ = ["Dataset", "Samples", "Task"]
