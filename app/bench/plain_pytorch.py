"""The rival: the training loop that one writes by hand in PyTorch."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn

from engine.network import plan, prepare
from engine.spec import Spec


class PlainLoop:
    """Trains the network of a spec the plain way: modules, a loss with logits, Adam, shuffled batches.

    After each epoch it measures the loss on all training and test samples, as our trainers do beside it.
    """

    def __init__(self, spec: Spec, units: list[int]) -> None:
        data = prepare(plan(spec)).data
        self._train = _samples(data.train_features), _samples(data.train_targets)
        self._test = _samples(data.test_features), _samples(data.test_targets)
        self._batch_size = int(spec.training.batch_size)
        torch.manual_seed(spec.seed)
        sizes = [self._train[0].shape[1], *units]
        layers: list[nn.Module] = []
        for inputs, outputs in pairwise(sizes):
            layers += [nn.Linear(inputs, outputs), nn.Tanh()]
        self._model = nn.Sequential(*layers, nn.Linear(sizes[-1], 1))
        self._loss = nn.BCEWithLogitsLoss()
        self._optimizer = torch.optim.Adam(self._model.parameters(), lr=spec.optimizer.learning_rate)
        self.losses: list[tuple[float, float]] = []

    def train(self, epochs: int) -> None:
        """Train so many epochs."""
        features, targets = self._train
        for _ in range(epochs):
            order = torch.randperm(len(features))
            for batch in torch.split(order, self._batch_size):
                self._optimizer.zero_grad()
                loss = self._loss(self._model(features[batch]), targets[batch])
                loss.backward()
                self._optimizer.step()
            with torch.no_grad():
                train = self._loss(self._model(features), targets).item()
                test = self._loss(self._model(self._test[0]), self._test[1]).item()
            self.losses.append((train, test))


def _samples(feature_major: object) -> torch.Tensor:
    """An array of shape (features, samples) as a tensor of shape (samples, features)."""
    return torch.tensor(feature_major).T.contiguous()
