"""A network as it is while it is trained, for looking at: layers that compare samples see them as one batch."""

from __future__ import annotations

from engine.trainers.torch.trainer import TorchTrainer


class Rehearsal(TorchTrainer):
    """A trainer whose looks take all samples that they are given for one batch; it is never trained itself.

    Batch normalization then divides by the spread of these samples, and gradients go through that spread, as in a
    step of training. Its running averages tell nothing yet where training has just begun: with them a deep network
    would seem to lose gradients that training does not lose. Nothing is dropped.
    """

    def _be_looked_at(self) -> None:
        self.model.comparing()
