"""Whatever a page says, the server answers in order and keeps the connection."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.backends import InlineShard
from tests.app.page import Page
from tests.app.serving import serving

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 100)
    | st.floats(-1, 10)
    | st.sampled_from(["", "tanh", "xor", "x1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "units", "layers", "data"]), inner, max_size=3)
    ),
    max_leaves=8,
)
SPEC = {
    "data": {"kind": "xor"},
    "network": {"layers": [{"kind": "dense", "units": 3}]},
    "training": {"epochs": 20},
}
PATHS = st.sampled_from(
    [
        "optimizer.learning_rate",
        "network.layers.0.units",
        "network.layers",
        "network.layers.0.activation",
        "training.batch_size",
        "training.epochs",
        "data",
        "data.noise",
        "seed",
        "name",
        "loss",
        "parameters.output.bias.0",
        "parameters.layers.0.weight.1.1",
        "parameters..",
        "",
        "..",
    ]
)
COMMANDS = st.one_of(
    st.fixed_dictionaries({"op": st.just("configure"), "spec": st.just(SPEC) | st.dictionaries(st.just("data"), JSON)}),
    st.fixed_dictionaries({"op": st.just("patch"), "path": PATHS, "value": JSON}),
    st.fixed_dictionaries({"op": st.just("play"), "epochs_per_second": st.just("max") | st.floats(0.1, 1e4)}),
    st.fixed_dictionaries({"op": st.just("pause")}),
    st.fixed_dictionaries({"op": st.just("step")}, optional={"steps": st.integers(1, 50), "epochs": st.integers(1, 5)}),
    st.fixed_dictionaries({"op": st.just("reset")}),
    st.fixed_dictionaries(
        {
            "op": st.sampled_from(["watch", "unwatch"]),
            "probe": st.sampled_from(["surface", "neurons", "weights", "gradients", "history", "data", "nothing"]),
        },
    ),
    st.fixed_dictionaries({"op": st.just("watch"), "probe": st.just("surface"), "options": st.dictionaries(
        st.sampled_from(["resolution", "values", "x"]), JSON, max_size=2)}),
    st.fixed_dictionaries({"op": st.just("ack"), "seq": st.integers(0, 10**6)}),
    JSON,
)  # fmt: skip


async def talk(commands: list[Any]) -> None:
    swift = {"commands_per_second": 10_000, "command_burst": 10_000}
    with tempfile.TemporaryDirectory() as folder:
        async with serving([InlineShard()], Path(folder), **swift) as served, Page(served.ws) as page:
            await page.hello()
            for command in commands:
                if isinstance(command, dict) and "op" in command:
                    await page.send(**command)
                else:
                    await page.send_text(str(command))
            # Whatever came before, the run can be set up anew and trains.
            await page.send(op="configure", spec=SPEC)
            await page.send(op="play", epochs_per_second="max")
            await page.wait("status", lambda status: (status["state"], status["epoch"]) == ("finished", 20))
            assert page.closed is None
            refusals = [event for event in page.texts() if event["op"] == "error"]
            assert "internal" not in {event["code"] for event in refusals}
            assert all(event["message"].endswith((".", "?")) for event in refusals)


@settings(max_examples=30)
@given(st.lists(COMMANDS, max_size=12))
def test_the_server_survives_any_conversation(commands: list[Any]) -> None:
    asyncio.run(talk(commands))
