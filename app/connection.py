"""One page's WebSocket: reading never waits for anything, writing waits for the page, orders are done in turn."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, cast

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app.backends.protocol import Failure
from app.line import EXTENSION
from app.logs import name_in_logs
from app.metrics import Metrics
from app.orders import Orders, configured
from app.outbox import OutboxFullError, SupersededError
from app.rates import TokenBucket
from app.runs import NotOwnerError, Place, Runs
from app.settings import Settings
from app.wire.commands import Ack, Hello, Message, Patch, read_ack, read_command
from app.wire.events import CloseCode, Limits, Refusal, Welcome, numbered
from engine.errors import CommandError
from engine.spec import LIMITS
from engine.tables.limits import MOST_VALUES

MESSAGE_BYTES = 65_536
MOST_WAITING = 100
"""Orders that wait for their turn; a page that sends more is told so."""

HELLO_SECONDS = 30.0
"""A connection that has not said hello by then gives its place to others."""

ACKS_PER_SECOND = 250
"""Of those that acknowledge nothing; of all others there are no more than frames."""

SLIDES_PER_SECOND = 250
"""Of values that replace the one before, which a slider sends with every move of the hand."""

MOST_REFUSED = 200
"""A page that goes on after so many refusals for its speed, ten a second in the long run, is let go."""


@dataclass(frozen=True, slots=True)
class House:
    """What every connection shares."""

    settings: Settings
    runs: Runs
    metrics: Metrics
    taking_over: dict[str, Callable[[], None]] = field(default_factory=dict)
    """How to tell the page that has a run that another one takes it over."""

    orders: set[asyncio.Task[None]] = field(default_factory=set)
    """What is being carried out."""


class CloseError(Exception):
    """The connection has to end, with a code that says why."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """From a page's hello to its end.

    ``together`` counts the orders of all pages of this user, so that many pages are no faster than a few.
    """

    def __init__(self, websocket: WebSocket, house: House, user: str, together: TokenBucket) -> None:
        self._websocket = websocket
        self._house = house
        self._user = user
        self._waiting: deque[Message] = deque()
        self._wake = asyncio.Event()
        settings = house.settings
        self._commands = TokenBucket(settings.commands_per_second, settings.command_burst)
        self._together = together
        self._slides = TokenBucket(SLIDES_PER_SECOND, 2 * SLIDES_PER_SECOND)
        self._acks = TokenBucket(ACKS_PER_SECOND, 2 * ACKS_PER_SECOND)
        self._patience = TokenBucket(10, MOST_REFUSED)
        self._place: Place | None = None
        self._reader = 0
        self._early: deque[str] = deque()
        self._heard = asyncio.Event()
        self._log = structlog.get_logger()
        self._line = websocket.scope.get("extensions", {}).get(EXTENSION)
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Gets the reason where something else than one of the tasks ends the connection."""

    async def serve(self) -> None:
        """Serve the page until one side goes away."""
        tasks = [
            asyncio.create_task(work(), name=f"connection: {work.__name__}")
            for work in (self._read, self._obey, self._write, self._hear)
        ]
        closing = CloseError(CloseCode.INTERNAL, "The server made a mistake.")
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            closing = _why(done, self._names()) or closing
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._leave()
        self._log.debug("page left", code=int(closing.code), why=closing.reason, **self._names())
        await self._close(closing)

    def _names(self) -> dict[str, str]:
        """What a line of the log says of whom it concerns."""
        if self._place is None:
            return {"user": name_in_logs(self._user)}
        return {**self._place.run.names(), "shard": self._place.run.desk.shard.name}

    def _leave(self) -> None:
        """Let go of the run, unless another tab has taken it over."""
        if self._place is None:
            return
        run = self._place.run
        if self._house.taking_over.get(run.id) == self._be_taken_over:
            del self._house.taking_over[run.id]
            run.outbox.disconnect()
            run.detached_at = monotonic()

    async def _close(self, closing: CloseError) -> None:
        if self._websocket.client_state is WebSocketState.CONNECTED:
            try:
                async with asyncio.timeout(self._house.settings.send_seconds):
                    await self._websocket.close(closing.code, closing.reason)
            except (TimeoutError, RuntimeError, WebSocketDisconnect, OSError):
                pass  # The page is gone already, or reads nothing: the operating system ends what is left.

    def _be_taken_over(self) -> None:
        self._end(CloseError(CloseCode.TAKEN_OVER, "This run was opened in another tab."))

    def _end(self, reason: Exception) -> None:
        if not self._ended.done():
            self._ended.set_exception(reason)

    # --- Reading ----------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        """Take in whatever comes, at once: pings are only seen while somebody reads."""
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            self._take(message.get("text"))

    async def _hear(self) -> None:
        """Where the line can hand over messages as they come, take them so; raise what ends the connection."""
        if self._line is not None:
            self._line.listener = self
        try:
            await self._ended
        finally:
            if self._line is not None:
                self._line.listener = None

    def hear(self, text: str) -> None:
        """Take a text from the line."""
        try:
            self._take(text)
        except Exception as error:  # noqa: BLE001 - there is no caller that it could concern
            self._end(error)

    def hear_short(self, payload: bytes) -> bool:
        """Take an acknowledgment from the line, and nothing else."""
        acknowledged = read_ack(payload)
        if acknowledged is None:
            return False
        try:
            self._acknowledge(acknowledged)
        except Exception as error:  # noqa: BLE001 - there is no caller that it could concern
            self._end(error)
        return True

    def _take(self, text: str | None) -> None:
        if text is None:
            self._be_patient()
            self._refuse(CommandError("Messages must be text; got bytes.", "Send JSON as text."))
            return
        if len(text) > MESSAGE_BYTES:
            raise CloseError(CloseCode.TOO_BIG, f"A message may have at most {MESSAGE_BYTES} bytes.")
        try:
            command = read_command(text)
        except CommandError as error:
            self._be_patient()
            self._refuse(error)
            return
        if isinstance(command, Ack):
            self._acknowledge(command.seq)
        else:
            self._queue(command)

    def _acknowledge(self, seq: int) -> None:
        now = monotonic()
        run = self._place.run if self._place is not None else None
        if run is None or not run.outbox.acknowledge(seq, now):
            if not self._acks.take(now):
                self._be_patient()
        elif run.changed:
            run.desk.wake(run)

    def _queue(self, command: Message) -> None:
        """Put an order behind the others; of a slider's many values the last one is enough."""
        last = self._waiting[-1] if self._waiting else None
        if isinstance(command, Patch) and isinstance(last, Patch) and command.path == last.path:
            self._waiting[-1] = command
            if not self._slides.take(monotonic()):
                self._be_patient()
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(command)
        else:
            self._be_patient()
            error = CommandError(
                f"Too many commands at once; at most {self._house.settings.commands_per_second:g} a second are taken.",
                "Send fewer.",
            )
            self._refuse(error, code="rate")
        self._wake.set()

    def _be_patient(self) -> None:
        if not self._patience.take(monotonic()):
            raise CloseError(CloseCode.TOO_FAST, "Too many messages.")

    def _refuse(self, error: CommandError, code: Any = "command") -> None:
        """Tell the page why a message was not taken; before hello there is no run to number the answer."""
        self._house.metrics.refused.labels(code).inc()
        if self._place is not None:
            self._place.run.refuse(Failure(code, error.message, error.hint or None, error.path))
        else:
            refusal = Refusal(code=code, path=error.path, message=error.message, hint=error.hint or None)
            self._early.append(numbered(refusal, 0))
            self._heard.set()

    # --- Obeying ----------------------------------------------------------------------------------------------

    async def _obey(self) -> None:
        """Carry out orders one after another, no faster than is allowed."""
        orders: Orders | None = None
        greeted_by = asyncio.get_running_loop().time() + HELLO_SECONDS
        while True:
            try:
                async with asyncio.timeout_at(greeted_by if orders is None else None):
                    command = await self._next_order()
            except TimeoutError:
                raise CloseError(CloseCode.STALLED, "The page says nothing.") from None
            if orders is not None:
                await self._finish(orders.carry_out(command))
            elif isinstance(command, Hello):
                orders = await self._say_hello(command)
            else:
                self._refuse(
                    CommandError("The first message must be hello.", 'Send {"op": "hello"} first.', "op")
                )

    async def _finish(self, order: Coroutine[Any, Any, None]) -> None:
        """Wait for an order; one that was begun is carried out even when its page goes away meanwhile."""
        task = asyncio.create_task(order, name="order")
        self._house.orders.add(task)
        task.add_done_callback(self._house.orders.discard)
        await asyncio.shield(task)

    async def _next_order(self) -> Message:
        while not self._waiting:
            self._wake.clear()
            await self._wake.wait()
        for bucket in (self._commands, self._together):
            while not bucket.take(now := monotonic()):  # noqa: ASYNC110 - it fills by itself
                await asyncio.sleep(bucket.wait(now))
        return self._waiting.popleft()

    async def _say_hello(self, hello: Hello) -> Orders:
        """Find or begin the run, greet its page, and tell what it may have missed."""
        try:
            place = await self._house.runs.open(hello, self._user)
        except NotOwnerError:
            raise CloseError(CloseCode.NOT_OWNER, "This run belongs to somebody else.") from None
        run = place.run
        earlier = self._house.taking_over.pop(run.id, None)
        if earlier is not None:
            earlier()
        self._house.taking_over[run.id] = self._be_taken_over
        complete = run.outbox.connect(hello.last_seq, self._line.send_now if self._line is not None else None)
        run.notice.forget()
        run.outbox.greet(numbered(self._welcome(place), run.outbox.seq))
        run.watching.packed = "clamped" in hello.accept
        run.watching.keeps_fixed = "fixed" in hello.accept
        run.changed = True
        if not complete and run.spec is not None:
            run.outbox.tell(configured(run, restarted=False))
        run.tell_status()
        if place.problem is not None:
            run.refuse(place.problem)
        self._place, self._reader = place, run.outbox.reader
        self._heard.set()
        run.desk.wake(run)
        self._log.debug("page connected", resumed=place.resumed, **self._names())
        return Orders(run)

    def _welcome(self, place: Place) -> Welcome:
        limits = Limits(
            **{
                name: LIMITS[name]
                for name in ("layers", "units", "parameters", "samples", "epochs", "resolution")
            },
            classes=MOST_VALUES,
            message_bytes=MESSAGE_BYTES,
            commands_per_second=int(self._house.settings.commands_per_second),
        )
        return Welcome(run=place.run.id, token=place.token, limits=limits, resumed=place.resumed)

    # --- Writing ----------------------------------------------------------------------------------------------

    async def _write(self) -> None:
        """Send what there is to say, as fast as the page reads."""
        while True:
            message = await self._next_message()
            if self._line is not None and self._line.send_now(message):
                continue
            try:
                async with asyncio.timeout(self._house.settings.send_seconds):
                    if isinstance(message, bytes):
                        await self._websocket.send_bytes(message)
                    else:
                        await self._websocket.send_text(message)
            except TimeoutError:
                raise CloseError(CloseCode.STALLED, "The page does not read.") from None

    async def _next_message(self) -> str | bytes:
        while self._place is None and not self._early:
            self._heard.clear()
            await self._heard.wait()
        if self._early:
            return self._early.popleft()
        outbox = cast(Place, self._place).run.outbox
        try:
            return await outbox.next_message(self._reader)
        except OutboxFullError:
            raise CloseError(CloseCode.STALLED, "The page reads too slowly.") from None
        except SupersededError:
            raise CloseError(CloseCode.TAKEN_OVER, "This run was opened in another tab.") from None


def _why(done: set[asyncio.Task[None]], names: dict[str, str]) -> CloseError | None:
    """Why a connection ends, as the task that ended it tells; None after a mistake of the server's."""
    for task in done:
        error = task.exception()
        if isinstance(error, CloseError):
            return error
        if isinstance(error, WebSocketDisconnect):
            return CloseError(CloseCode.INTERNAL, "The page has gone.")
        log = structlog.get_logger()
        log.error("a connection has failed", task=task.get_name(), exc_info=error, **names)
    return None
