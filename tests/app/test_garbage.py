"""What stays is never looked through again, and what only refers to itself is still found."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from app.garbage import spare_what_stays


class Loop:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("as_before")
def test_what_stays_is_spared_and_what_comes_later_is_not() -> None:
    stays = Loop()
    spare_what_stays()
    assert gc.get_freeze_count() > 1000
    assert all(found is not stays for found in gc.get_objects())
    gone = weakref.ref(Loop())
    gc.collect()
    assert gone() is None


@pytest.mark.usefixtures("as_before")
def test_what_pages_leave_behind_is_found_without_being_asked_for() -> None:
    spare_what_stays()
    gone = weakref.ref(Loop())
    kept = [[] for _ in range(1_000_000)]  # type: ignore[var-annotated]  # as pages that come and stay
    assert kept
    assert gone() is None


def test_the_server_has_no_callback_in_which_a_signal_could_get_lost() -> None:
    """What Python raises for Ctrl+C goes no further than the callback in which it comes."""
    look = (
        "import gc, app.server, app.listen, app.backends.local; print([str(each) for each in gc.callbacks])"
    )
    answer = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert "FullLooks" not in answer.stdout
    assert answer.stdout.startswith("[")
