"""Files that people bring are data: whatever is in one becomes numbers and names, or one sentence."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest

from app import tables
from app.backends import InlineShard
from app.server import create_app
from app.settings import Settings
from engine.errors import PlaygroundError
from engine.network import describe
from engine.spec import read_spec
from tests.app.serving import Served
from tests.app.test_tables import CSV, TABLE

UNENDING = 50_000_000

HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "Line 1: the table is empty."),
    "header alone": (b"a,b\n", "there is no row below the header"),
    "ragged": (b"a,b\n1,2\n3\n", "Line 3, column 2: this row has 1 cell"),
    "quote": (b'a,b\n1,"2\n', "Line 2, column 2: the quote that opens here is never closed."),
    "nul": (b"a,b\n1,\0\n", "Line 2, character 3: there is a NUL character"),
    "utf-16": ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
    "1e308": (b"a,b\n1,1e308\n2,3\n", 'Line 2, column 2 (b): "1e308" is too large'),
    "columns": (b"," * 999_999, "there are 1,000,000 columns"),
    "names": (b"a,a,,a" * 300 + b"\n", "there are 901 columns"),
    "rows": (b"a,b\n" + b"1,2\n" * 5001, "5,000 rows"),
    "one cell": (b"a,b\n1," + b"x" * 900_000 + b"\n", "a cell may have at most 1,000"),
    "billion laughs": (b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]>\n', "."),
    "zip": (b"PK\x03\x04\x14\0\x06\0" + b"\0" * 100, "this is a workbook or a zip file"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0", "so this is no table"),
    "one class": (b"a,b\n1,x\n2,x\n", "Column 2 (b) has the same value in every row"),
    "100 classes": (b"b,c\n" + b"".join(b"1,n%d\n" % i for i in range(100)), "Column 2 (c) has 100 different texts"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_gets_a_sentence(client: httpx.AsyncClient, name: str) -> None:
    data, words = HOSTILE[name]
    answer = await client.post("/api/tables", content=data, headers=CSV)
    assert answer.status_code == 422
    told = answer.json()
    assert set(told) == {"code", "message", "hint", "line", "column"}
    assert words in told["message"]
    assert told["message"].endswith(".")
    assert told["hint"].endswith(".")


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({"Content-Type": "text/plain"}, 415, "must be sent as text/csv"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415, "must be sent as text/csv"),
        ({"Content-Length": "50000000"}, 413, "at most 1,000,000 bytes"),
        ({"Content-Length": "many"}, 413, "at most 1,000,000 bytes"),
    ],
)
async def test_what_may_not_be_sent_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str], status: int, words: str
) -> None:
    answer = await client.post("/api/tables", content=b"a,b\n1,2\n", headers={**CSV, **headers})
    assert answer.status_code == status
    assert words in answer.json()["message"]
    assert answer.json()["hint"]


async def test_ten_uploads_a_minute_are_enough_and_others_are_not_held_up(client: httpx.AsyncClient) -> None:
    for _ in range(tables.UPLOADS_PER_MINUTE):
        assert (await client.post("/api/tables", content=TABLE, headers=CSV)).status_code == 200
    answer = await client.post("/api/tables", content=TABLE, headers=CSV)
    assert answer.status_code == 429
    assert answer.json()["message"] == "At most 10 tables a minute can be uploaded."
    assert 1 <= int(answer.headers["retry-after"]) <= 6
    other = {**CSV, "Cookie": "playground_user=" + "ab" * 16}
    assert (await client.post("/api/tables", content=TABLE, headers=other)).status_code == 200


async def test_a_table_that_takes_too_long_is_given_up(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "READING_SECONDS", -1.0)
    answer = await client.post("/api/tables", content=TABLE, headers=CSV)
    assert (answer.status_code, answer.json()["message"]) == (422, "Reading this table takes too long.")


async def test_a_full_disk_is_a_sentence(client: httpx.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("no folder can be made here")
    answer = await client.post("/api/tables", content=TABLE, headers=CSV)
    assert answer.status_code == 503
    assert answer.json()["message"] == "The server has no room for this table now."


async def test_room_on_the_disk_is_bounded(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, tables_megabytes=1), [InlineShard()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        for number in range(9):
            rows = "".join(f"{i},{i % 50 + number},{i % 9},{i % 8},{i % 7}\n" for i in range(5000))
            assert (await client.post("/api/tables", content="a,b,c,d,e\n" + rows, headers=CSV)).is_success
            await asyncio.sleep(0.01)
    kept = [path.stat().st_size for path in (tmp_path / "tables").iterdir()]
    assert 2 <= len(kept) < 9
    assert sum(kept) <= 1_000_000


async def unending() -> AsyncIterator[bytes]:
    for _ in range(UNENDING // 50_000):
        yield b"1,2\n" * 12_500


async def test_a_body_of_50_megabytes_takes_no_memory(inline: Served) -> None:
    """Neither where its length is announced nor where it comes in pieces; the connection may end before it does."""
    process = psutil.Process()
    before = process.memory_info().rss
    for length in ({"Content-Length": str(UNENDING)}, {}):
        async with httpx.AsyncClient(base_url=inline.http, timeout=60) as client:
            try:
                answer = await client.post("/api/tables", content=unending(), headers={**CSV, **length})
                assert answer.status_code == 413
            except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                pass
    assert process.memory_info().rss - before < 30_000_000


FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1-1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://elsewhere.example")',
            "<img src=x onerror=alert(1)>", "{{7*7}}", "../../secret", "%n%n"]  # fmt: skip


@pytest.mark.parametrize("cell", FORMULAS)
async def test_a_formula_is_a_text_and_nothing_more(client: httpx.AsyncClient, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    rows = "".join(f"{i},{i * i % 5},{quoted if i % 2 else 'plain'}\n" for i in range(12))
    answer = await client.post("/api/tables", content="a,b,c\n" + rows, headers=CSV)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert sorted(answer.json()["columns"][2]["values"]) == sorted(["plain", cell.strip()])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
async def test_tables_come_as_spreadsheets_write_them(client: httpx.AsyncClient, encoding: str) -> None:
    named = TABLE.replace("length", "Länge")
    told = (await client.post("/api/tables", content=named.encode(encoding), headers=CSV)).json()
    assert told["columns"][0]["name"] == "Länge"


@pytest.mark.parametrize(
    "name", ["../runs", "/etc/passwd", "a" * 31, "A" * 32, "a" * 32 + "\n", "%2e%2e", "\0" * 32]
)
def test_no_name_of_a_table_leads_out_of_its_folder(name: str) -> None:
    with pytest.raises(PlaygroundError) as refused:
        describe(read_spec({"data": {"kind": "csv", "table": name}}))
    assert (refused.value.path or "").startswith("data")


def test_what_nobody_uses_any_more_is_thrown_away(tmp_path: Path) -> None:
    """Tables are kept no longer than is said; runs are judged in tests/app/test_store.py."""
    kept = tables.Tables(tables.TableRules(tmp_path, 10**6, keep_days=3))
    (tmp_path / ("a" * 32)).write_bytes(b"x")
    (tmp_path / ("b" * 32)).write_bytes(b"x")
    old = time.time() - 4 * 86_400
    os.utime(tmp_path / ("a" * 32), (old, old))
    kept._tidy()
    assert [path.name[0] for path in tmp_path.iterdir()] == ["b"]
