"""The page stays light: a classroom's network carries it thirty times at once."""

import gzip
from pathlib import Path

BUILT = Path(__file__).parent.parent / "static" / "dist"
BUDGET = 100_000  # bytes of JavaScript, gzipped


def test_the_pages_scripts_fit_the_budget() -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in BUILT.rglob("*.js")}
    assert sizes, "the front end is not built: run make install"
    assert sum(sizes.values()) <= BUDGET, sizes
