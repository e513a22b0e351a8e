"""Uploading a table: what comes back, who may, how much, and that a run trains on it wherever it lives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

from app.backends import InlineShard, Shard
from tests.app.page import Page
from tests.app.serving import Served, serving

CSV = {"Content-Type": "text/csv"}
TABLE = "length;width;name;ripe\n" + "".join(
    f"{i},5;{i * i % 7};fruit {i};{'yes' if i % 3 else 'no'}\n" for i in range(24)
)


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


async def test_a_run_trains_on_an_uploaded_table_and_comes_back_after_a_restart(
    served: Served, shards: list[Shard]
) -> None:
    async with httpx.AsyncClient(base_url=served.http, timeout=60) as client:
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
    async with httpx.AsyncClient(base_url=inline.http, timeout=60) as client:
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
        async with httpx.AsyncClient(base_url=first.http, timeout=60) as client:
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
