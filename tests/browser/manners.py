"""What a page must never do, noted while a test runs and judged after it."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

# Chromium reports a lost or refused connection as an error of the page; losing the server is one of the tests.
LOST_CONNECTION = ("WebSocket connection to", "net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET")
# So does it with a table that the server refuses in a sentence.
REFUSED_TABLE = "the server responded with a status of 422"
REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    reportViolation(`${event.violatedDirective}: ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`))"""


@dataclass
class Manners:
    """Everything that a page did and should not have."""

    address: str
    foreign_requests: list[str] = field(default_factory=list)
    policy_violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Take note of what every page of this context does."""
        context.expose_function("reportViolation", self._note_violation)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self._note_request)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", self._note_console)
        context.on("page", self._watch_sockets)

    def _note_violation(self, violation: str) -> None:
        self.policy_violations.append(violation)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.foreign_requests.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(
            known in message.text for known in (*LOST_CONNECTION, REFUSED_TABLE)
        ):
            self.errors.append(message.text)

    def _watch_sockets(self, page: Page) -> None:
        own = self.address.replace("http", "ws", 1)
        page.on(
            "websocket",
            lambda opened: (
                None if opened.url.startswith(f"{own}/") else self.foreign_requests.append(opened.url)
            ),
        )

    def faults(self) -> dict[str, list[str]]:
        """What was noted, by kind, without the kinds of which there is nothing."""
        noted = {
            "requests to another origin": self.foreign_requests,
            "violations of the content security policy": self.policy_violations,
            "errors": self.errors,
        }
        return {kind: faults for kind, faults in noted.items() if faults}
