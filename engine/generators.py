"""Independent random generators, by name, from the one seed of a spec."""

from __future__ import annotations

from zlib import crc32

import numpy as np


def generator(seed: int, name: str) -> np.random.Generator:
    """Return the generator of one purpose, such as ``"data"`` or ``"layers.0.weight"``."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())])))


def generator_state(seed: int, name: str) -> np.uint64:
    """Return the first state of a small generator of the trainers, such as ``"batches"`` or ``"dropout"``."""
    return generator(seed, name).integers(1, 2**64, dtype=np.uint64)
