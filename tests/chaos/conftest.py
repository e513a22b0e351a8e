"""The experiments of ``tests/app``."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.app.conftest import example

__all__ = ["example"]

EPOCHS = 500
SLOW = 25  # epochs a second, at which even on a busy machine it has not come to its end when it is harmed


@pytest.fixture
def spiral(example: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """A run of a few seconds at the speed at which tests play it."""
    return {**example("spiral_small"), "training": {"epochs": EPOCHS}}
