"""The page stays light: a classroom's network carries it thirty times at once."""

import gzip
import json
from pathlib import Path

BUILT = Path(__file__).parent.parent / "static" / "dist"
AT_START = 100_000  # bytes of JavaScript, gzipped, that every page loads when it opens
ON_DEMAND = 20_000  # the same of any part that is fetched when it is first wanted


def size(file: str) -> int:
    return len(gzip.compress((BUILT / file).read_bytes()))


def test_the_pages_scripts_fit_the_budget() -> None:
    manifest = json.loads((BUILT / ".vite" / "manifest.json").read_text())
    entries = [name for name, part in manifest.items() if part.get("isEntry")]
    assert entries, "the front end is not built: run make install"
    at_start, open_names = set[str](), list(entries)
    while open_names:
        name = open_names.pop()
        if name not in at_start:
            at_start.add(name)
            open_names += manifest[name].get("imports", [])
    scripts = {name: size(part["file"]) for name, part in manifest.items() if part["file"].endswith(".js")}
    assert sum(scripts[name] for name in at_start) <= AT_START, scripts
    assert max((taken for name, taken in scripts.items() if name not in at_start), default=0) <= ON_DEMAND, (
        scripts
    )
