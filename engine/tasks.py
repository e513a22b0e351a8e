"""What a network may be asked to do with a sample."""

from typing import Literal

Task = Literal["binary", "classes", "regression"]
"""One of two classes, one of several, or a value."""
