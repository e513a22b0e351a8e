"""Whatever is asked by HTTP: an answer as the OpenAPI document describes it, and never a mistake of the server's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app import tables
from app.tables import TYPES
from tests.app.serving import Served
from tests.fuzz.loopback import server
from tests.fuzz.values import EDGES

PATIENCE = 90.0
FAIRLY_MANY = settings(
    max_examples=max(40, settings.default.max_examples), suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch, server() as running:
        patch.setattr(tables, "UPLOADS_PER_MINUTE", 10**6)
        yield running


@pytest.fixture(scope="module")
def described(served: Served) -> Any:
    """The API as it describes itself."""
    return schemathesis.openapi.from_url(f"{served.http}/openapi.json")


def test_every_answer_is_as_described(served: Served, described: Any) -> None:
    seen = set()

    @FAIRLY_MANY
    @given(described.as_strategy())
    def ask(case: Any) -> None:
        answer = case.call(base_url=served.http, timeout=PATIENCE)
        seen.add(case.path)
        # What is a table cannot be said in a schema.
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    ask()
    assert seen == set(described.raw_schema["paths"])


CELLS = st.sampled_from(
    [str(edge) for edge in EDGES if not isinstance(edge, list | dict)] + ["1,5", "1.5", '"', "''"]
)
CSV = st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=8).map("\n".join)


@FAIRLY_MANY
@given(
    content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | CSV.map(str.encode),
    kind=st.sampled_from([*sorted(TYPES), "text/html", "", "a" * 5000]),
)
def test_any_bytes_are_a_table_or_a_sentence(served: Served, content: bytes, kind: str) -> None:
    answer = httpx.post(
        f"{served.http}/api/tables", content=content, headers={"Content-Type": kind}, timeout=PATIENCE
    )
    assert answer.status_code in {200, 415, 422}
    if answer.status_code != 200:
        assert answer.json()["message"].endswith(".")
        assert "\n" not in answer.json()["message"]


@FAIRLY_MANY
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "X"]),
    path=st.sampled_from(["/", "/api/catalog", "/api/tables", "/static/dist/", "/metrics", "/ws", "/healthz"]),
    rest=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)
    | st.sampled_from(["/../..", "%00", "/%2e%2e/%2e%2e/etc/passwd", "//", "?" + "a" * 3000, "%ff", "/.git/config"]),
    headers=st.dictionaries(
        st.sampled_from(["Host", "Origin", "Cookie", "Accept-Encoding", "If-None-Match", "Range", "Content-Type",
                         "Content-Length", "Sec-Fetch-Site", "X-Forwarded-For",
                         "X-Forwarded-Proto", "Upgrade", "Connection"]),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)
        | st.sampled_from(["null", "gzip", "*", "bytes=0-", "bytes=9-1", "cross-site", "-1", "1e9",
                             "websocket", "playground_user="]),
        max_size=3,
    ),
)  # fmt: skip
def test_no_request_is_a_mistake_of_the_server(
    served: Served, method: str, path: str, rest: str, headers: dict[str, str]
) -> None:
    try:
        answer = httpx.request(method, f"{served.http}{path}{rest}", headers=headers, timeout=PATIENCE)
    except (
        httpx.InvalidURL,
        httpx.RemoteProtocolError,
        httpx.LocalProtocolError,
        httpx.WriteError,
        httpx.ReadError,
    ):
        return  # What is no HTTP is not sent, or not answered.
    assert answer.status_code < 500 or "has not been built" in answer.text, answer.text
    assert "Traceback" not in answer.text
