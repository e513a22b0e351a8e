"""Pages that come, play, edit, lose their line and leave: when they have gone, the server is as it was before."""

from __future__ import annotations

from bench.served import ServedForLoad
from bench.soak import FIGURES, slopes, soak, text

PAGES = 6
SECONDS = 8.0
CACHES = 25.0  # megabytes that a server may take for good when its first pages have come


def test_nothing_is_left_of_pages_that_have_gone() -> None:
    server = ServedForLoad(detached_seconds="0.5", workers="1", log_level="warning")
    try:
        soak(server, PAGES, 2.0)  # What is made once, at the first use, is there now.
        found = soak(server, PAGES, SECONDS)
        assert found["pages"] >= PAGES
        before, after = found["before"], found["after"]
        assert after["runs"] == 0
        for name in ("descriptors", "tasks"):
            assert after[name] <= before[name], text(found)
        assert after["threads"] <= before["threads"] + 4, text(
            found
        )  # Threads that wait for the disk come as needed.
        assert after["server_megabytes"] <= before["server_megabytes"] + CACHES, text(found)
        assert "error" not in server.log.read_text()
    finally:
        server.stop()


def test_slopes_are_those_of_a_line_behind_the_first_part() -> None:
    looks = [
        {"seconds": 36.0 * hour, **dict.fromkeys(FIGURES, 5.0 + hour * (hour > 3))} for hour in range(10)
    ]
    assert all(abs(slope - 100.0) < 1e-6 for slope in slopes(looks[4:]).values())
    assert slopes(looks[:1]) == {}
