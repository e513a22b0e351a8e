"""Experiments to start from: one JSON file each, with a title, two sentences and a spec."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def presets() -> list[dict[str, Any]]:
    """Return every preset (name, title, explanation, spec) in the order in which a course meets them."""
    found = []
    for file in sorted(Path(__file__).parent.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        found.append({"name": file.stem.split("_", 1)[1], **document})
    return found
