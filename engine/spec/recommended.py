"""What a document may leave out because the data decides it: features, output activation and loss."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.datasets import Dataset, Task
from engine.features import raw_features

RECOMMENDED: dict[Task, tuple[str, str]] = {
    "binary": ("sigmoid", "binary_cross_entropy"),
    "classes": ("softmax", "categorical_cross_entropy"),
    "regression": ("linear", "mean_squared_error"),
}
"""Output activation and loss that belong to each task."""


@cache
def dataset_reader() -> TypeAdapter[Dataset]:
    """Return what reads any data set; building it takes longer than a short training."""
    return TypeAdapter[Dataset](Dataset)


def read_dataset(document: object) -> Dataset | None:
    """Return the data set that a document describes, or nothing where it is not valid."""
    try:
        return dataset_reader().validate_python(document, strict=False)
    except ValidationError:
        return None


def with_recommendations(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with its gaps filled in; what is not valid is left for validation to name."""
    filled = dict(document)
    data = read_dataset(document.get("data"))
    if data is None:
        return filled
    activation, loss = RECOMMENDED[data.description.task]
    if filled.get("loss") is None:
        filled["loss"] = loss
    network = filled.get("network", {})
    if isinstance(network, dict):
        output = network.get("output")
        if output is None:
            filled["network"] = {**network, "output": {"activation": activation}}
        elif isinstance(output, dict) and output.get("activation") is None:
            filled["network"] = {**network, "output": {**output, "activation": activation}}
    if data.features is None:
        described = {"kind": filled["data"]} if isinstance(filled["data"], str) else dict(filled["data"])
        filled["data"] = {**described, "features": raw_features(data.description.input_names)}
    return filled
