"""What a page watches when it opens in a window of 1400 × 900."""

from typing import Any

WATCHED: dict[str, dict[str, Any]] = {
    "surface": {"resolution": 64},  # a point for about every four pixels
    "neurons": {"resolution": 13},  # one for every three of a tile's 40
    "weights": {},
    "data": {},
    "history": {},
}
