"""A run as it is kept, for tests of whatever keeps it."""

from __future__ import annotations

from app.records import Record

RUN = "ab" * 16
RECORD = Record(
    run=RUN,
    token_hash="0" * 64,
    user="somebody",
    seq=12,
    state="playing",
    cause=None,
    reason=None,
    speed=2.5,
    epoch=3,
    step=75,
    spec={"format": 1, "name": "line\nbreak ü"},
    snapshot=None,
)
