"""The loss landscape, as types."""

from __future__ import annotations

from typing import Literal

from typing_extensions import NotRequired, TypedDict  # noqa: UP035 - pydantic needs them on Python 3.11

from app.wire.arrays import F32Array, U32Array


class LandscapeExtent(TypedDict):
    """Ends of both axes."""

    x: list[float]
    y: list[float]


class LandscapeCenter(TypedDict):
    """The point that the slice goes through, and when training was there."""

    x: float
    y: float
    epoch: int
    step: int


class LandscapePoint(TypedDict):
    """Where training is now, and its loss on the samples of the picture."""

    x: float
    y: float
    loss: float


class LandscapeRacer(TypedDict):
    """Another optimizer's way; the last point of its path (points, 2) is where it is now."""

    kind: str
    title: str
    learning_rate: float
    epoch: int
    step: int
    diverged: bool
    loss: float
    path: F32Array
    path_epochs: U32Array
    path_losses: F32Array


class LandscapePicture(TypedDict):
    """The loss on a slice: values (rows from the lowest y, columns), NaN where not measured yet.

    The path has a point for every kept moment; its losses are those of the moments themselves, not of the slice.
    """

    plane: Literal["weights", "random", "trajectory"]
    resolution: int
    rows_done: int
    values: F32Array
    low: float
    high: float
    axes: list[str]
    extent: LandscapeExtent
    center: LandscapeCenter
    path: F32Array
    path_epochs: U32Array
    path_losses: F32Array
    now: LandscapePoint
    explained: float | None
    dimensions: int
    samples: int
    racers: list[LandscapeRacer]


class LandscapeProbe(TypedDict):
    """A picture, or why there is none, in words."""

    problem: str | None
    picture: NotRequired[LandscapePicture]
