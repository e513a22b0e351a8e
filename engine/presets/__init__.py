"""Experiments to start from, one JSON file each, in the order in which a course meets them.

For each data set there is a network that solves it (``"lesson": "good"``) and one that fails for a reason worth
knowing (``"bad"``). The explanation is two sentences: what there is to see, and why. ``expect`` holds what training
comes to for nearly every seed: a metric, or a parameter such as ``output.bias``, and the number that it is
``at_least`` or ``at_most``.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def presets() -> list[dict[str, Any]]:
    """Return every preset (name, title, lesson, explanation, expect, spec); the file's number only orders them."""
    found = []
    for file in sorted(Path(__file__).parent.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        found.append({"name": file.stem.split("_", 1)[1], **document})
    return found
