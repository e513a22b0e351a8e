"""Whatever a page says, in whatever order: every order is answered, nothing hangs, nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.concepts.discovery import families, kinds
from tests.app.serving import Served
from tests.app.test_wire import FIELDS, OPS
from tests.fuzz.loopback import Event, Talker, server
from tests.fuzz.values import EDGES, documents, likely, mutated, nested, paths, shallow, values

SMALL: dict[str, Any] = {
    "data": {"kind": "xor", "samples": 40},
    "network": {"layers": [{"kind": "dense", "units": 3}]},
    "training": {"epochs": 30},
}
PROBES = sorted(kinds(families()["probes"]))
OPTIONS = ["resolution", "values", "x", "axes", "held", "units", "inspect", "sample", "node", "unit", "index", "plane",
           "split", "place", "parameter", "racers", "directions", "seed", "reach"]  # fmt: skip
NONSENSE = [
    "", " ", "{", "[]", "null", "NaN", '{"op": NaN}', '"\\ud800"', "{'op': 'play'}", '{"op": "play"}{"op": "play"}',
    "﻿{}",
    '{"op": "step", "steps": 1e400}', '{"op": "step", "steps": ' + "9" * 5000 + "}", '{"op": "pause", "op": "play"}',
    '{"op": "pause", "\\u0000": 1}', '{"op": ["play"]}', '{"op": {"op": "play"}}', "[" * 60_000, '{"op":' * 10_000,
    '{"op": "configure", "spec": ' + json.dumps(nested(300)) + "}", "\x00" * 100, "é" * 30_000,
    '{"op": "watch", "probe": "surface", "options": ' + '{"a":' * 200 + "1" + "}" * 201,
]  # fmt: skip


class Conversation(RuleBasedStateMachine):
    """One page and one run."""

    served: Served

    @initialize()
    def begin(self) -> None:
        self.page = Talker(self.served.ws)
        self.page.heard()
        self.configured = False

    def teardown(self) -> None:
        """Whatever came before, the run can be set up anew and trains."""
        if not hasattr(self, "page"):
            return
        self.configure(SMALL)
        assert (self.page.state, self.page.epoch, self.page.step) == ("ready", 0, 0)
        self.page.say(json.dumps({"op": "play", "epochs_per_second": "max"}))
        while self.page.state != "finished":
            self.page.hear()
        assert self.page.epoch == 30
        self.page.leave()

    # --- The experiment -----------------------------------------------------------------------------------------

    @rule(spec=st.just(SMALL) | st.deferred(lambda: st.sampled_from(documents())))
    def configure(self, spec: Any) -> None:
        events = self.page.ask(op="configure", spec=spec)
        told = answers(events)
        assert told[-2:] == ["configured", "status"], events
        assert set(told[:-2]) <= {"status"}, events  # What was playing may have finished just before.
        assert (self.page.state, self.page.step) == ("ready", 0)
        self.configured = True

    @rule(spec=mutated() | likely())
    def configure_nearly(self, spec: Any) -> None:
        self.page.ask(op="pause")
        told = answers(self.page.ask(op="configure", spec=spec))
        assert told in (["configured", "status"], ["error"]), told
        self.configured = self.configured or told != ["error"]

    @rule(path=paths(), value=values())
    def patch(self, path: str, value: Any) -> None:
        told = answers(self.page.ask(op="patch", path=path, value=value))
        assert told, (path, value)
        assert set(told) <= {"configured", "status", "error"}
        if not self.configured:
            assert told == ["error"]

    @precondition(lambda self: self.configured)
    @rule(rate=st.floats(1e-4, 1.0), units=st.integers(1, 8))
    def patch_well(self, rate: float, units: int) -> None:
        self.configure(SMALL)
        assert "configured" in answers(self.page.ask(op="patch", path="optimizer.learning_rate", value=rate))
        assert "configured" in answers(self.page.ask(op="patch", path="network.layers.0.units", value=units))
        assert self.page.state == "ready"

    # --- Training -----------------------------------------------------------------------------------------------

    @rule(speed=st.sampled_from(["max", 1, 0.001, 1e9, 30.5]))
    def play(self, speed: Any) -> None:
        told = self.page.ask(op="play", epochs_per_second=speed)
        assert set(answers(told)) & {"status", "error"}, told
        if not self.configured:
            assert answers(told) == ["error"]

    @rule(op=st.sampled_from(["pause", "reset"]))
    def stop(self, op: str) -> None:
        told = self.page.ask(op=op)
        assert set(answers(told)) & {"status", "error"}, told
        assert self.page.state != "playing"
        if op == "reset" and self.configured:
            assert (self.page.state, self.page.step) == ("ready", 0)

    @precondition(lambda self: self.configured)
    @rule(steps=st.none() | st.integers(1, 200), epochs=st.none() | st.integers(1, 3))
    def step(self, steps: int | None, epochs: int | None) -> None:
        self.page.ask(op="pause")
        wanted = {name: count for name, count in (("steps", steps), ("epochs", epochs)) if count}
        before = self.page.step
        self.page.say(json.dumps({"op": "step", **wanted}))
        event: Event = {"op": ""}
        while event["op"] not in {"status", "error"}:
            event = self.page.hear()
        assert self.page.state != "playing"
        assert (
            event["op"] == "error" or self.page.step > before or self.page.state in {"finished", "diverged"}
        )

    @rule(steps=st.integers(10**6, 10**7))
    def step_for_ever(self, steps: int) -> None:
        self.page.ask(op="step", steps=steps)
        assert set(answers(self.page.ask(op="pause"))) & {"status", "error"}

    # --- Looking ------------------------------------------------------------------------------------------------

    @rule(probe=st.sampled_from(PROBES))
    def watch(self, probe: str) -> None:
        assert "error" not in answers(self.page.ask(op="watch", probe=probe))
        assert "error" not in answers(self.page.ask(op="unwatch", probe=probe))
        self.page.ask(op="watch", probe=probe)

    @rule(probe=st.sampled_from([*PROBES, "nothing", "\n"]), options=st.dictionaries(
        st.sampled_from(OPTIONS), st.sampled_from(EDGES) | st.integers(-2, 70) | shallow(), max_size=3))  # fmt: skip
    def watch_oddly(self, probe: str, options: Any) -> None:
        self.page.ask(op="watch", probe=probe, options=options)

    @rule(seq=st.sampled_from([0, 1, 10**6, 2**53 - 1, 2**53, -1, None, "1", 1.5]))
    def acknowledge(self, seq: Any) -> None:
        self.page.ask(op="ack", seq=seq)

    # --- Whatever -----------------------------------------------------------------------------------------------

    @rule(text=st.sampled_from(NONSENSE) | st.text(max_size=40) | shallow().map(json.dumps))
    def nonsense(self, text: str) -> None:
        self.page.say(text)
        assert "error" in answers(self.page.heard())

    @rule(data=st.binary(max_size=40))
    def raw_bytes(self, data: bytes) -> None:
        self.page.say(data)
        assert "error" in answers(self.page.heard())

    @rule(op=st.sampled_from(OPS), fields=st.dictionaries(st.sampled_from(FIELDS), shallow(), max_size=3))
    def nearly_an_order(self, op: str, fields: dict[str, Any]) -> None:
        told = answers(self.page.ask(op=op, **fields))
        self.configured = self.configured or "configured" in told

    @rule(lost=st.sampled_from([None, 0, 1, 5]), oversize=st.booleans())
    def reconnect(self, lost: int | None, oversize: bool) -> None:
        if oversize:
            self.page.announce(65_537)
            assert self.page.until_closed() == 1009
        self.page.again(last_seq=None if lost is None else max(0, self.page.newest - lost))

    @rule(token=st.sampled_from(["", "x", None]), known=st.booleans())
    def come_as_somebody_else(self, token: str | None, known: bool) -> None:
        run = self.page.run if known else "0" * 32
        assert self.page.stranger(run=run, token=token) in (
            {4401, "error"} if known else {"welcome", "error"}
        )

    @rule()
    def open_another_tab(self) -> None:
        """The run goes to the newer one."""
        assert self.page.taken_over() == 4409


def answers(events: list[Event]) -> list[str]:
    """What was answered, without the pictures."""
    return [event["op"] for event in events if event["op"] != "frame"]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with server() as running:
        yield running


def test_any_conversation_is_held_to_its_end(served: Served) -> None:
    class Here(Conversation):
        pass

    Here.served = served
    limits = settings(
        max_examples=max(10, settings.default.max_examples // 3),
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[
            Phase.generate
        ],  # A conversation takes a little time each way: what fails is told as it was found.
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(Here, settings=limits)
