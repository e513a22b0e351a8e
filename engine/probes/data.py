"""The samples."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from engine.probes.probe import Payload, Probe
from engine.subject import Subject


class Data(Probe):
    """The samples that are trained and tested on, as they are before scaling."""

    kind: Literal["data"] = "data"
    title: ClassVar[str] = "Samples"
    formula: ClassVar[str] = r"\{(\mathbf{x}_i, t_i)\}_{i=1}^{n}"
    explanation: ClassVar[str] = (
        "What the network learns from, and what it is tested on without ever having learned from it."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 5.3"
    order: ClassVar[int] = 8
    view: ClassVar[str] = "surface"

    def measure(self, subject: Subject) -> Payload:
        """Return raw inputs (samples, inputs) and targets (samples, 1) of both sets."""
        train, test = subject.prepared.train, subject.prepared.test
        return {
            "version": subject.data_version,
            "train_inputs": train.inputs.astype(np.float32),
            "train_targets": train.targets[:, None].astype(np.float32),
            "test_inputs": test.inputs.astype(np.float32),
            "test_targets": test.targets[:, None].astype(np.float32),
        }
