"""A server raises its own limit of open files as far as it may."""

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource", reason="this system does not limit open files in this way")

RAISE = """
import resource
from app.open_files import OTHER_FILES, allow, limits
resource.setrlimit(resource.RLIMIT_NOFILE, (50, {most}))
allow({connections})
print(limits()[0] - OTHER_FILES)
"""


@pytest.mark.parametrize(("connections", "most", "raised"), [(300, 1000, 300), (5000, 1000, 800)])
def test_the_limit_is_raised_as_far_as_it_may_be(connections: int, most: int, raised: int) -> None:
    command = [sys.executable, "-c", RAISE.format(connections=connections, most=most)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) == raised
