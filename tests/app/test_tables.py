"""Uploading a table: what comes back, who may, how much, and that a run trains on it wherever it lives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from app import tables
from app.backends import InlineShard, Shard
from app.server import create_app
from app.settings import Settings
from tests.app.page import Page
from tests.app.serving import Served, serving

CSV = {"Content-Type": "text/csv"}
TABLE = "length;width;name;ripe\n" + "".join(
    f"{i},5;{i * i % 7};fruit {i};{'yes' if i % 3 else 'no'}\n" for i in range(24)
)
UNENDING = 50_000_000


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(data_dir=tmp_path), [InlineShard()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
        yield client


async def test_a_table_is_described_with_a_guess_and_a_preview(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/tables", content=TABLE.encode("cp1252"), headers=CSV)
    assert answer.status_code == 200
    told = answer.json()
    assert len(told["table"]) == 32
    assert told["rows"] == 24
    assert told["columns"][0] == {
        "name": "length", "kind": "number", "missing": 0, "distinct": 24, "low": 0.5, "high": 23.5, "values": None,
    }  # fmt: skip
    assert [column["kind"] for column in told["columns"]] == ["number", "number", "text", "category"]
    assert told["columns"][3]["values"] == ["no", "yes"]
    assert told["guess"] == {"features": ["length", "width"], "target": "ripe", "task": "binary"}
    assert told["preview"][:2] == [["0.5", "0", "fruit 0", "no"], ["1.5", "1", "fruit 1", "yes"]]
    assert len(told["preview"]) == 8
    assert told["text"].startswith("length,width,name,ripe\n0.5,0,fruit 0,no\n")
    assert told["notes"] == [
        "Commas within numbers are read as decimal marks: 1,5 is one and a half.",
        "Not suggested as inputs: name.",
    ]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_same_content_has_the_same_name_and_a_long_one_no_text(client: httpx.AsyncClient) -> None:
    long = "a,b\n" + "".join(f"{i}.123456,{i % 9}.654321\n" for i in range(4000))
    first = (await client.post("/api/tables", content=long, headers=CSV)).json()
    again = (await client.post("/api/tables", content=long.replace(",", ";"), headers=CSV)).json()
    assert first["table"] == again["table"]
    assert first["text"] is None
    assert first["guess"]["task"] == "regression"


HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "Line 1: the table is empty."),
    "header alone": (b"a,b\n", "there is no row below the header"),
    "ragged": (b"a,b\n1,2\n3\n", "Line 3, column 2: this row has 1 cell"),
    "quote": (b'a,b\n1,"2\n', "Line 2, column 2: the quote that opens here is never closed."),
    "nul": (b"a,b\n1,\0\n", "Line 2, character 3: there is a NUL character"),
    "utf-16": ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
    "1e308": (b"a,b\n1,1e308\n2,3\n", 'Line 2, column 2 (b): "1e308" is too large'),
    "columns": (b"," * 999_999, "there are 1,000,000 columns"),
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
        ({"Origin": "http://elsewhere.example"}, 403, "This page may not use this server."),
        ({"Origin": "null"}, 403, "This page may not use this server."),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "This page may not use this server."),
        ({"Sec-Fetch-Site": "same-site"}, 403, "This page may not use this server."),
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


async def test_our_own_page_may(client: httpx.AsyncClient) -> None:
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert (await client.post("/api/tables", content=TABLE, headers={**CSV, **own})).status_code == 200
    assert (await client.get("/api/tables")).status_code == 405


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
        async with httpx.AsyncClient(base_url=inline.http) as client:
            try:
                answer = await client.post("/api/tables", content=unending(), headers={**CSV, **length})
                assert answer.status_code == 413
            except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                pass
    assert process.memory_info().rss - before < 30_000_000


async def test_a_run_trains_on_an_uploaded_table_and_comes_back_after_a_restart(
    served: Served, shards: list[Shard]
) -> None:
    async with httpx.AsyncClient(base_url=served.http) as client:
        told = (await client.post("/api/tables", content=TABLE, headers=CSV)).json()
    spec: dict[str, Any] = {"data": {"kind": "csv", "table": told["table"]}, "training": {"epochs": 100_000}}
    async with Page(served.ws) as page:
        await page.hello()
        await page.watch("data")
        await page.send(op="watch", probe="surface", options={"axes": [1, 0], "held": [1.0, 2.0]})
        configured = await page.configure(spec)
        assert configured["spec"]["data"]["inputs"] == ["length", "width"]
        assert configured["summary"]["class_names"] == ["no", "yes"]
        await page.send(op="step", epochs=3)
        frame = await page.wait("frame", lambda frame: frame["epoch"] == 3)
        assert frame["probes"]["surface"]["axes"] == ["length", "width"]
        shards[0].kill()  # type: ignore[attr-defined]
        place = page.mark()
        await page.send(op="step", epochs=2)
        await page.wait("frame", lambda frame: frame["epoch"] == 5, after=place)
        refused = await page.ask("error", op="configure", spec={"data": {"kind": "csv", "table": "f" * 32}})
        assert refused["path"] == "data.table"
        assert refused["message"] == "This table is no longer on the server."


async def test_a_run_whose_table_is_gone_is_told_when_it_changes(inline: Served, tmp_path: Path) -> None:
    async with httpx.AsyncClient(base_url=inline.http) as client:
        told = (await client.post("/api/tables", content=TABLE, headers=CSV)).json()
    async with Page(inline.ws) as page:
        await page.hello()
        await page.configure({"data": {"kind": "csv", "table": told["table"]}})
        (tmp_path / "tables" / told["table"]).unlink()
        refused = await page.ask("error", op="patch", path="data.test_fraction", value=0.2)
        assert refused["message"] == "This table is no longer on the server."
        assert refused["hint"] == "Upload the file again."
        assert (await page.ask("error", op="patch", path="data.target", value="width"))[
            "path"
        ] == "data.table"


async def test_own_data_come_back_with_the_run(tmp_path: Path) -> None:
    async with serving([InlineShard()], tmp_path) as first:
        async with httpx.AsyncClient(base_url=first.http) as client:
            told = (await client.post("/api/tables", content=TABLE, headers=CSV)).json()
        async with Page(first.ws) as page:
            welcome = await page.hello()
            await page.configure({"data": {"kind": "csv", "table": told["table"], "inputs": ["width"]}})
            await page.ask("status", op="step", epochs=2)
            await page.wait("frame", lambda frame: frame["epoch"] == 2)
            await page.ask("status", op="pause")
    async with serving([InlineShard()], tmp_path) as second, Page(second.ws) as page:
        again = await page.hello(run=welcome["run"], token=welcome["token"])
        assert again["resumed"]
        configured = await page.wait("configured")
        assert json.dumps(configured["spec"]["data"]["inputs"]) == '["width"]'
        assert (await page.wait("status"))["epoch"] == 2
