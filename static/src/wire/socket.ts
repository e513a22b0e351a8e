import type { Command } from "./protocol";

export type ConnectionState =
  | { kind: "connecting" }
  | { kind: "open" }
  /** Lost; tries again at `retryAt` (milliseconds of the clock). */
  | { kind: "waiting"; retryAt: number; reason: string }
  /** Closed for a reason that trying again does not cure. */
  | { kind: "refused"; reason: string; code: number };

export interface SocketHandlers {
  /** The line is open: say hello now. */
  opened(): void;
  text(message: string): void;
  binary(message: ArrayBuffer): void;
  changed(state: ConnectionState): void;
}

export interface Surroundings {
  open(url: string): WebSocket;
  random(): number;
  now(): number;
}

export const browserSurroundings: Surroundings = {
  open: (url) => new WebSocket(url),
  random: Math.random,
  now: Date.now,
};

const shortestWait = 500;
const longestWait = 10_000;

/** Close codes after which trying again by itself would be wrong, with what to tell the person. */
const finalCodes: { [code: number]: string } = {
  4401: "This run belongs to somebody else.",
  4403: "The server does not accept pages from this address.",
  4409: "This run was opened in another tab.",
};

const passingCodes: { [code: number]: string } = {
  1008: "The server received too many commands.",
  1009: "The last command was too big for the server.",
  1012: "The server is restarting.",
  4408: "This connection was too slow for the server.",
};

/** There is no place for the page, as the server says in words; it asks again, but not all the time. */
const full = 1013;
const patientFrom = 4;

/** A WebSocket that opens itself again after it was lost. */
export class Socket {
  private socket: WebSocket | null = null;
  private failures = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly handlers: SocketHandlers,
    private readonly surroundings: Surroundings = browserSurroundings,
  ) {}

  /** Opens the line, at once even while a retry is being waited for. */
  connect(): void {
    clearTimeout(this.retryTimer);
    this.drop();
    this.handlers.changed({ kind: "connecting" });
    const socket = this.surroundings.open(this.url);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.handlers.changed({ kind: "open" });
      this.handlers.opened();
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      // A server that speaks is a server that works: only then the next loss starts small again.
      this.failures = 0;
      clearTimeout(this.silenceTimer);
      if (typeof event.data === "string") this.handlers.text(event.data);
      else this.handlers.binary(event.data);
    };
    socket.onclose = (event) => {
      this.socket = null;
      clearTimeout(this.silenceTimer);
      this.lost(event.code, event.reason);
    };
  }

  /** Sends a command; says whether the line was open to take it. */
  send(command: Command): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(command));
    return true;
  }

  /**
   * Expects a message within so many milliseconds, else takes the line for dead. A page cannot
   * see the server's pings, so silence only means something when an answer is due.
   */
  expectAnswer(milliseconds: number): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => {
      this.drop();
      this.lost(1006);
    }, milliseconds);
  }

  /** Silence means nothing from now on, until an answer is expected again. */
  expectNothing(): void {
    clearTimeout(this.silenceTimer);
  }

  close(): void {
    clearTimeout(this.retryTimer);
    this.drop();
  }

  private drop(): void {
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private lost(code: number, said = ""): void {
    const final = finalCodes[code];
    if (final) {
      this.handlers.changed({ kind: "refused", reason: final, code });
      return;
    }
    const isFull = code === full;
    if (isFull) this.failures = Math.max(this.failures, patientFrom);
    // Full jitter: after a restart of the server a class of thirty does not come back in one instant.
    const ceiling = Math.min(longestWait, shortestWait * 2 ** (this.failures + 1));
    const wait = shortestWait + this.surroundings.random() * (ceiling - shortestWait);
    this.failures += 1;
    const reason = isFull ? said : (passingCodes[code] ?? "Connection lost.");
    this.handlers.changed({ kind: "waiting", retryAt: this.surroundings.now() + wait, reason });
    this.retryTimer = setTimeout(() => this.connect(), wait);
  }
}
