/** A WebSocket under the control of a test. */
import type { Surroundings } from "./socket";

export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  binaryType = "";
  readyState = 0;
  readonly sent: { [key: string]: unknown }[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { [key: string]: unknown });
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  receive(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }

  receiveBytes(bytes: Uint8Array): void {
    this.onmessage?.({ data: bytes.slice().buffer as ArrayBuffer });
  }

  lose(code: number, reason = ""): void {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}

export class FakeSurroundings implements Surroundings {
  readonly sockets: FakeSocket[] = [];
  chance = 0.5;

  open(): WebSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  }

  random(): number {
    return this.chance;
  }

  now(): number {
    return 0;
  }

  get newest(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("No socket was opened.");
    return socket;
  }
}
