"""Draws, splits and scales the samples of a spec."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.datasets import Samples
from engine.generators import generator
from engine.network.network import Array, Network, train_count
from engine.scalings import Scaling

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TrainingData:
    """Scaled features and encoded targets, feature-major: (features, samples) and (outputs, samples)."""

    train_features: Array
    train_targets: Array
    test_features: Array
    test_targets: Array


@dataclass(frozen=True)
class Prepared:
    """The samples of a run, raw for pictures and ready for the trainer."""

    train: Samples
    test: Samples
    shift: Floats
    factor: Floats
    """Scaled feature = (feature − shift) · factor, each of shape (features,), fitted on training samples."""
    data: TrainingData
    target_shift: float = 0.0
    target_factor: float = 1.0
    """Of a regression: what is trained on = (target − shift) · factor, fitted on training samples."""

    def in_own_unit(self, outputs: Array) -> Array:
        """Return the output node's values in the unit of the data's targets."""
        if self.target_factor == 1 and self.target_shift == 0:
            return outputs
        return outputs / np.float32(self.target_factor) + np.float32(self.target_shift)

    def as_learned(self, targets: Array) -> Array:
        """Return targets, given in the unit of the data, as the network is to give them."""
        return (targets - np.float32(self.target_shift)) * np.float32(self.target_factor)


def features_of(network: Network, inputs: Floats) -> Floats:
    """Return the unscaled features (samples, features) of raw inputs (samples, inputs)."""
    return np.stack([feature.of(inputs) for feature in network.spec.data.features or ()], axis=1)


def scaled(features: Floats, shift: Floats, factor: Floats) -> Array:
    """Return features as the network takes them: float32, shape (features, samples)."""
    return np.ascontiguousarray(((features - shift) * factor).T, dtype=np.float32)


def encode(network: Network, targets: Floats) -> Array:
    """Return targets as the loss takes them, shape (outputs, samples)."""
    if network.task == "regression":
        return np.ascontiguousarray(targets[None], dtype=np.float32)
    low, high = network.target_range()
    outputs = network.output.outputs[0].size
    hot = targets[None] == (np.arange(outputs)[:, None] if network.task == "classes" else 1)
    return np.ascontiguousarray(np.where(hot, high, low), dtype=np.float32)


def fitted(scaling: Scaling | None, values: Floats) -> tuple[Floats, Floats]:
    """Return a scaling's shift and factor for training values (samples, columns); 0 and 1 where there is none."""
    if scaling is None or not len(values):
        return np.zeros(values.shape[1]), np.ones(values.shape[1])
    return scaling.fit(values)


def prepare(network: Network) -> Prepared:
    """Draw the samples of a spec; the same seed gives the same samples and the same split."""
    spec = network.spec
    drawn = spec.data.draw(generator(spec.seed, "data"))
    order = generator(spec.seed, "split").permutation(len(drawn.targets))
    border = train_count(spec)
    train = Samples(drawn.inputs[order[:border]], drawn.targets[order[:border]])
    test = Samples(drawn.inputs[order[border:]], drawn.targets[order[border:]])
    train_features, test_features = features_of(network, train.inputs), features_of(network, test.inputs)
    shift, factor = fitted(spec.data.scaling, train_features)
    of_targets = spec.data.scaling_of_targets() if network.task == "regression" else None
    target_shift, target_factor = (float(part[0]) for part in fitted(of_targets, train.targets[:, None]))
    data = TrainingData(
        scaled(train_features, shift, factor),
        encode(network, (train.targets - target_shift) * target_factor),
        scaled(test_features, shift, factor),
        encode(network, (test.targets - target_shift) * target_factor),
    )
    return Prepared(train, test, shift, factor, data, target_shift, target_factor)
