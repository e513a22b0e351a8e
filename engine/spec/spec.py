"""The parts of a spec."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.activations import Activation
from engine.clippings import Clipping
from engine.concepts import ListOf, parameter
from engine.datasets import Dataset
from engine.layers import Dense, Layer, UnitSettings
from engine.losses import Loss
from engine.optimizers import Optimizer
from engine.spec.limits import LIMITS
from engine.spec.recommended import with_recommendations


class Part(BaseModel):
    """A part of the spec: frozen, strict, without unknown fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, defer_build=True, allow_inf_nan=False, validate_default=True
    )


class Output(UnitSettings):
    """The output's units; how many there are follows from the data's task."""

    activation: Activation = parameter(
        None,
        title="Output activation",
        description="What the output makes of its weighted sum; the task decides where nothing is chosen.",
    )

    def layer(self, units: int) -> Dense:
        """Return the dense layer that this output is, with so many units."""
        settings = {name: getattr(self, name) for name in type(self).model_fields}
        return Dense.model_construct(units=units, **settings)


class NetworkSpec(Part):
    """The layers between the features and the prediction."""

    layers: Annotated[ListOf[Layer], Field(json_schema_extra={"maxItems": LIMITS["layers"]})] = parameter(
        (), title="Layers", description="The hidden layers, from the features to the output."
    )
    output: Output = parameter({}, title="Output", description="The units that make the prediction.")


class EarlyStopping(Part):
    """Stop when a metric has not improved for a while."""

    metric: Literal["train_loss", "test_loss"] = parameter(
        "test_loss", title="Metric", description="The loss that has to keep falling."
    )
    patience: int = parameter(
        20,
        title="Patience",
        description="How many epochs to wait for a new lowest value before stopping.",
        low=1,
        high=10_000,
        unit="epochs",
    )
    restore_best: bool = parameter(
        False,
        title="Go back to the best",
        description="Whether the weights of the epoch with the lowest value are restored when this stops training.",
        live=True,
    )


class Target(Part):
    """Stop when a metric is good enough."""

    metric: Literal["train_loss", "test_loss", "train_accuracy", "test_accuracy"] = parameter(
        "test_accuracy", title="Metric", description="The loss or accuracy that is to be reached."
    )
    value: float = parameter(
        0.95,
        title="Value",
        description="Stop when the loss is at most this, or the accuracy (0 to 1) at least.",
        low=0.0,
        high=1_000_000.0,
        step=0.01,
    )


class Plateau(Part):
    """Stop when a metric hardly changes any more."""

    metric: Literal["train_loss", "test_loss"] = parameter(
        "train_loss", title="Metric", description="The loss that has to keep changing."
    )
    change: float = parameter(
        1e-4,
        title="Change",
        description="Stop when the highest and the lowest value within the epochs below differ by less than this.",
        above=0.0,
        high=1000.0,
        scale="log",
    )
    epochs: int = parameter(
        50,
        title="Epochs",
        description="Over how many epochs the change is looked at.",
        low=1,
        high=10_000,
        unit="epochs",
    )


BatchSize = Annotated[
    int, Field(ge=1, le=LIMITS["samples"], json_schema_extra={"scale": "log", "step": 1, "unit": "samples"})
]


class TrainingSpec(Part):
    """How training goes on and when it stops."""

    batch_size: BatchSize | Literal["full"] = parameter(
        10,
        title="Batch size",
        description="How many samples one optimizer step looks at; full means all of them.",
        live=True,
    )
    epochs: int = parameter(
        1000,
        title="Epochs",
        description="After how many passes over the training samples to stop.",
        low=1,
        high=LIMITS["epochs"],
        scale="log",
        unit="epochs",
        live=True,
    )
    early_stopping: EarlyStopping | None = parameter(
        None,
        title="Early stopping",
        description="Stop sooner, when the loss has not improved for a while.",
        live=True,
    )
    target: Target | None = parameter(
        None, title="Target", description="Stop sooner, when a loss or accuracy is good enough.", live=True
    )
    plateau: Plateau | None = parameter(
        None, title="Plateau", description="Stop sooner, when a loss hardly changes any more.", live=True
    )
    gradient_clipping: Clipping | None = parameter(
        None,
        title="Gradient clipping",
        description="What is done to gradients that are too large, before the optimizer sees them.",
        live=True,
    )


LONGEST_NAME = 200


class Spec(Part):
    """One experiment: the same document gives the same result."""

    format: Literal[1] = parameter(1, title="Format", description="Version of this document's format.")
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = parameter(
        "", title="Name", description="What the experiment is called.", live=True
    )
    seed: int = parameter(
        0,
        title="Seed",
        description="Every random choice follows from it; another seed is another sample and another start.",
        low=0,
        high=2**32 - 1,
        step=1,
    )
    data: Dataset = parameter(title="Data", description="What there is to learn.")
    network: NetworkSpec = parameter({}, title="Network", description="What learns it.")
    loss: Loss = parameter(
        None,
        title="Loss",
        description="How wrong a prediction is; the task decides where nothing is chosen.",
    )
    optimizer: Optimizer = parameter(
        {"kind": "adam"},
        title="Optimizer",
        description="The rule by which the weights follow the gradient.",
        live=True,
    )
    training: TrainingSpec = parameter({}, title="Training", description="How training goes on and stops.")
    engine: Literal["auto", "compiled", "torch"] = parameter(
        "auto", title="Engine", description="Which trainer does the work; auto picks the quickest that can."
    )

    @model_validator(mode="before")
    @classmethod
    def recommend(cls, document: Any) -> Any:
        """Fill in features, output activation and loss where the document leaves them out."""
        return with_recommendations(document) if isinstance(document, dict) else document

    def document(self) -> dict[str, Any]:
        """Return the normalized JSON document: every kind as an object, every default written out."""
        return self.model_dump(mode="json")
