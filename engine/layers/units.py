"""What a row of units is told about, whether it is hidden or the output."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from engine.activations import Activation
from engine.concepts import parameter
from engine.initializers import Initializer
from engine.regularizers import Regularizer


class UnitSettings(BaseModel):
    """Activation, first values and penalty of a row of units."""

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
