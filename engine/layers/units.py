"""What a row of units is told about, whether it is hidden or the output."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

from engine.activations import Activation
from engine.concepts import ListOf, parameter
from engine.constraints import Constraint
from engine.initializers import Initializer
from engine.regularizers import Regularizer

Place = Annotated[int, Field(ge=0, le=9_999)]
Edge = Annotated[tuple[Place, Place], Strict(strict=False)]
"""One weight: the unit that it leads to, and the input that it comes from."""


class UnitSettings(BaseModel):
    """Activation, first values, penalty and limits of a row of units."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, defer_build=True, allow_inf_nan=False, validate_default=True
    )

    activation: Activation = parameter(
        {"kind": "tanh"}, title="Activation", description="What each unit makes of its weighted sum."
    )
    initializer: Initializer = parameter(
        {"kind": "glorot_uniform"},
        title="Weights start",
        description="From which distribution the first weights are drawn.",
    )
    bias_initializer: Initializer = parameter(
        {"kind": "zeros"},
        title="Biases start",
        description="From which distribution the first biases are drawn.",
    )
    regularizer: Regularizer | None = parameter(
        None, title="Regularizer", description="What large weights of this layer cost.", live=True
    )
    constraint: Constraint | None = parameter(
        None,
        title="Constraint",
        description="What the weights of this layer have to keep to after every step.",
        live=True,
    )
    frozen: bool = parameter(
        False,
        title="Frozen",
        description="Whether the weights and biases of this layer stay as they are while the others learn.",
        live=True,
    )
    pruned: ListOf[Edge] = parameter(
        (),
        title="Pruned connections",
        description="Connections that are cut, as [unit, input], both counted from 0: their weights are 0 and stay 0.",
        live=True,
    )
