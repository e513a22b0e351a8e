"""Carries out what a page asks of its run."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, cast

import structlog

from app.backends.protocol import EditParameter, Failure, GoOn, Look, Order, Reconfigure, Report, Reset
from app.calls import call, configure, get_pytorch
from app.desk import RefusedError
from app.live_run import LiveRun
from app.wire import commands
from app.wire.events import Configured
from app.wire.probes import SENT_ONCE
from app.wire.summary import Summary
from engine.errors import CommandError, PlaygroundError
from engine.network import check_samples, describe, described_alike
from engine.probes import read_probe
from engine.spec import Spec, patch_spec, read_spec
from engine.spec.nesting import check_nesting

PARAMETERS = "parameters."
MISTAKE = Failure(
    "internal", "The server made a mistake with this.", "Try something else, or load the page again."
)

Handler = Callable[[Any], Awaitable[None]]


class Orders:
    """One page's orders to one run; refused ones are answered with a sentence and change nothing."""

    def __init__(self, run: LiveRun) -> None:
        self._run = run
        self._handlers: dict[type[commands.Message], Handler] = {
            commands.Configure: self._configure,
            commands.Patch: self._patch,
            commands.Play: self._play,
            commands.Pause: self._pause,
            commands.Step: self._step,
            commands.Reset: self._reset,
            commands.Watch: self._watch,
            commands.Unwatch: self._unwatch,
            commands.Hello: self._hello,
        }

    async def carry_out(self, command: commands.Message) -> None:
        """Do what a command says, or tell why not; after what an earlier page may still have under way."""
        async with self._run.ordering:
            await self._try(command)
        self._run.desk.keeping.keep(self._run)
        self._run.desk.wake(self._run)

    async def _try(self, command: commands.Message) -> None:
        try:
            await self._handlers[type(command)](command)
        except PlaygroundError as error:
            self._run.refuse(Failure(error.code, error.message, error.hint or None, error.path))
        except RefusedError as refused:
            self._run.refuse(refused.failure)
        except Exception:  # noqa: BLE001 - whatever it is, it concerns this order alone
            names = {**self._run.names(), "shard": self._run.desk.shard.name}
            structlog.get_logger().exception("an order failed", op=type(command).__name__, **names)
            self._run.refuse(MISTAKE)

    # --- The experiment ---------------------------------------------------------------------------------------

    async def _configure(self, command: commands.Configure) -> None:
        run = self._run
        spec = read_spec(command.spec)
        described = describe(spec)
        if described.network.needs_pytorch:
            await get_pytorch(run)
        before = run.spec
        run.spec, run.held = spec, True
        try:
            report = await configure(run)
        except RefusedError:
            run.spec = before
            raise
        finally:
            run.held = False
        run.take_description(described)
        self._begins_anew(report)
        run.state, run.cause, run.reason = "ready", None, None
        self._tell_configured(restarted=True)
        run.tell_status()

    async def _patch(self, command: commands.Patch) -> None:
        if command.path.startswith(PARAMETERS):
            await self._edit_parameter(command)
            return
        run = self._run
        before = self._spec()
        spec = patch_spec(before, command.path, command.value)
        described = None if described_alike(before, spec) else describe(spec)
        if described is not None and described.network.needs_pytorch:
            await get_pytorch(run)
        run.spec = spec
        try:
            report = await self._order(Reconfigure(command.path, command.value))
        except RefusedError:
            run.spec = before
            raise
        if described is not None:
            run.take_description(described)
        if report.restarted:
            self._begins_anew(report)
        run.stands(report)
        run.changed = True
        self._tell_configured(restarted=report.restarted, message=report.message, path=command.path)
        self._keep_playing(report)

    def _keep_playing(self, report: Report) -> None:
        """After an edit a run goes on playing; one that had stopped is ready or paused again."""
        run = self._run
        if run.state == "playing":
            self._go_on_playing()
        elif report.restarted:
            run.enter("ready")
        elif run.state == "finished" and report.finish is None:
            run.enter("paused")

    def _go_on_playing(self) -> None:
        """Play on after an edit, unless it took away all that there was to learn."""
        run = self._run
        try:
            check_samples(self._spec())
        except CommandError as nothing:
            run.enter("paused", reason=f"{nothing.message} {nothing.hint}")
        else:
            run.change_pace(monotonic())

    async def _edit_parameter(self, command: commands.Patch) -> None:
        node, name, index = _parameter(command.path)
        value = command.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise CommandError("A parameter must be a finite number.", "Give a number.", command.path)
        try:
            report = await self._order(EditParameter(node, name, index, float(value)))
        except RefusedError as refused:
            failure = refused.failure
            raise RefusedError(Failure(failure.code, failure.message, failure.hint, command.path)) from None
        self._run.stands(report)
        self._run.changed = True
        self._run.tell_status()

    # --- Training ---------------------------------------------------------------------------------------------

    async def _play(self, command: commands.Play) -> None:
        run = self._run
        await self._get_ready()
        speed = None if command.epochs_per_second == "max" else command.epochs_per_second
        run.play(speed, monotonic())

    async def _get_ready(self) -> None:
        """Make sure that a run can train on: it has samples; one that finished is extended, one that diverged not."""
        run = self._run
        check_samples(self._spec())
        if run.state == "diverged":
            raise CommandError(
                "This training diverged and cannot go on.", "Reset it, and try a lower learning rate."
            )
        if run.state == "finished":
            await self._order(GoOn())

    async def _pause(self, _command: commands.Pause) -> None:
        run = self._run
        self._spec()
        if run.active:
            await self._stop()
        else:
            run.tell_status()

    async def _stop(self) -> bool:
        """Stop training after the turn that is under way; tell whether the run could train on."""
        run = self._run
        run.state = "paused"
        run.stop_stepping()
        run.held = True  # No picture of a run that is about to be looked at again.
        try:
            report = await self._order(Look())
        finally:
            run.held = False
        run.stands(report)
        run.changed = True
        if report.finish is not None:
            run.finish(report.finish)
            return False
        run.enter("paused")
        return True

    async def _step(self, command: commands.Step) -> None:
        run = self._run
        await self._get_ready()
        if run.state == "playing" and not await self._stop():
            return
        steps = command.steps or 0
        if command.epochs or not steps:
            await self._know_where_it_stands()
            steps += run.steps_for(command.epochs or 1)
        run.step_on(steps, monotonic())

    async def _know_where_it_stands(self) -> None:
        """Open a run that comes from the disk: only its shard knows how far it is to the end of its epoch."""
        if self._run.life != self._run.desk.shard.life:
            self._run.stands(await self._order(Look()))

    async def _reset(self, _command: commands.Reset) -> None:
        run = self._run
        self._spec()
        run.held = True
        try:
            report = await self._order(Reset())
        finally:
            run.held = False
        self._begins_anew(report)
        run.enter("ready")

    # --- Looking ----------------------------------------------------------------------------------------------

    async def _watch(self, command: commands.Watch) -> None:
        options = command.options or {}
        check_probe(command.probe, options)
        self._run.watching.turn_to({**self._run.watching.probes, command.probe: options})
        if command.probe in SENT_ONCE:
            self._run.outbox.start_again()  # Whoever begins to look has seen nothing yet.
        self._run.changed = True

    async def _unwatch(self, command: commands.Unwatch) -> None:
        probes = dict(self._run.watching.probes)
        if probes.pop(command.probe, None) is None:
            raise CommandError(f'"{command.probe}" is not watched.', "Watch it first.", "probe")
        self._run.watching.turn_to(probes)

    async def _hello(self, _command: commands.Hello) -> None:
        raise CommandError("hello was said already.", "Open another connection for another run.", "op")

    # --- Together ---------------------------------------------------------------------------------------------

    def _spec(self) -> Spec:
        if self._run.spec is None:
            raise CommandError("There is no experiment yet.", "Send configure first.")
        return self._run.spec

    async def _order(self, order: Order) -> Report:
        run = self._run
        return await call(run, lambda shard: shard.command(run.id, order))

    def _begins_anew(self, report: Report) -> None:
        """The run is at its start again: what was shown before counts no more."""
        self._run.outbox.start_again()
        self._run.stands(report)
        self._run.changed = True

    def _tell_configured(self, **more: Any) -> None:
        self._run.outbox.tell(configured(self._run, **more))


def configured(run: LiveRun, **more: Any) -> Configured:
    """The event that tells a run's experiment as it now is."""
    return Configured.model_construct(
        spec=run.document, summary=cast(Summary, run.summary), warnings=run.warnings, **more
    )


def check_probe(name: str, options: dict[str, Any]) -> None:
    """Raise where there is no such probe, or it has no such option."""
    check_nesting(options)
    read_probe(name, options)


def _parameter(path: str) -> tuple[str, str, tuple[int, ...]]:
    """Node, parameter and place that a path such as ``parameters.layers.0.weight.2.1`` names."""
    parts = path.removeprefix(PARAMETERS).split(".")
    place: list[int] = []
    while parts and parts[-1].isdecimal() and len(parts) > 2:
        place.insert(0, int(parts.pop()))
    if len(parts) < 2 or not place:
        raise CommandError(
            f'There is no parameter "{path}".',
            "Write parameters.<node>.weight.<out>.<in>, for example.",
            path,
        )
    return ".".join(parts[:-1]), parts[-1], tuple(place)
