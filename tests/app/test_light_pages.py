"""Libraries whose pages were given back work as before, and take less memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.backends.light_pages import MAPPINGS, _read_only_files

SMAPS = """\
1000-3000 r-xp 00000000 fe:00 17 /lib/text.so
Rss:                   8 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
3000-4000 r--p 00002000 fe:00 17 /lib/text.so
Private_Dirty:         4 kB
Anonymous:             4 kB
4000-5000 rw-p 00003000 fe:00 17 /lib/text.so
Private_Dirty:         0 kB
5000-6000 r--p 00000000 00:00 0
Private_Dirty:         0 kB
6000-7000 r--s 00000000 fe:00 18 /shared/file
Private_Dirty:         0 kB
7000-9000 r--p 00000000 fe:00 19 /lib/with a space.so
Swap:                  0 kB
"""

WORKS = """
import numpy, torch
from app.backends.light_pages import forget_pages

def resident():
    return next(int(line.split()[1]) for line in open("/proc/self/smaps_rollup") if line.startswith("Rss:"))

def computed():
    return float((torch.arange(12.0).reshape(3, 4) @ torch.ones(4)).sum()), float(numpy.linalg.norm(numpy.ones(9)))

before, size = computed(), resident()
assert forget_pages() > 0
assert resident() < size - 10_000, (resident(), size)
assert computed() == before
"""


def test_only_untouched_pages_of_files_are_given_back() -> None:
    assert _read_only_files(SMAPS) == [(0x1000, 0x2000), (0x7000, 0x2000)]


@pytest.mark.skipif(not MAPPINGS.exists(), reason="only Linux tells of a process's mappings")
def test_libraries_work_without_the_pages_that_were_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKS], capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr
