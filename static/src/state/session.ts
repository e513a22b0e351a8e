/** The conversation with the server: what it says goes to the store, what is done here to it. */
import { batch } from "@preact/signals";
import { frameDecoder } from "../wire/decode";
import type {
  Command, Configured, Frame, JsonObject, JsonValue, Probes, Refusal, ServerEvent, Spec, Speed,
  Status, Summary, Welcome,
} from "../wire/protocol";
import { browserSurroundings, Socket, type Surroundings } from "../wire/socket";
import { emptyHistory, history, mergeHistory } from "./history";
import { dismissPassing, notify } from "./notices";
import { createPainter, type FrameListener } from "./paint";
import { notePicture, share } from "./sharing";
import {
  connection, fieldError, isPlaying, limits, spec, speed, status, summary, warnings,
} from "./store";
import { forgetRefused } from "./undo";

function sameTask(one: Summary, other: Summary | null): boolean {
  const form = ({ task, classes, raw_inputs }: Summary) => JSON.stringify([task, classes, raw_inputs]);
  return other !== null && form(one) === form(other);
}

/** Probes that are nothing any more when the network is another. */
const ofNetwork: (keyof Probes)[] = [
  "surface", "neurons", "weights", "gradients", "optimizer", "histograms", "hidden", "landscape", "coach",
];

const runKey = "playground.run";
/** How long (milliseconds) an answer may take before the line counts as dead. */
const answerTime = 15_000;

export interface SessionSettings {
  url: string;
  /** The experiment to begin with when the server has none of ours. */
  firstSpec: JsonObject;
  /** What to begin with when the server refuses the first experiment. */
  safeSpec?: JsonObject;
  /** Whether an experiment that goes on at the server is the one that the page wants. */
  isWanted?: (running: JsonObject) => Promise<boolean>;
  storage?: Storage;
  surroundings?: Surroundings;
  requestPaint?: (paint: () => void) => void;
}

export class Session {
  private readonly socket: Socket;
  private readonly painter;
  private readonly storage: Storage;
  private readonly watched = new Map<string, JsonObject>();
  private lastSeq = 0;
  private run: string | null = null;
  private greeted = false;
  private triedSafeSpec = false;
  private checksWanted: boolean;
  private resets = false;
  private confirmedSpec: Spec | null = null;
  /** Binary messages are inflated asynchronously; the chain keeps everything in its order. */
  private arriving: Promise<void> = Promise.resolve();

  constructor(private readonly settings: SessionSettings) {
    this.storage = settings.storage ?? sessionStorage;
    this.checksWanted = settings.isWanted !== undefined;
    this.painter = createPainter(
      (seq) => this.socket.send({ op: "ack", seq }),
      settings.requestPaint ?? ((paint) => requestAnimationFrame(paint)),
    );
    // First of all listeners: the curves and the numbers are of the same frame.
    this.painter.subscribe(({ probes }) => {
      if (probes.history) history.value = mergeHistory(history.peek(), probes.history);
    });
    const decodeFrame = frameDecoder();
    this.socket = new Socket(
      settings.url,
      {
        opened: () => this.sayHello(),
        text: (message) => this.arrive(async () => JSON.parse(message) as ServerEvent, (event) => this.receive(event)),
        binary: (message) => this.arrive(async () => decodeFrame(message), (frame) => this.receiveFrame(frame)),
        changed: (state) => {
          this.greeted = false;
          connection.value = state;
        },
      },
      settings.surroundings ?? browserSurroundings,
    );
  }

  connect(): void {
    document.addEventListener("visibilitychange", this.listenForSilence);
    this.socket.connect();
  }

  close(): void {
    document.removeEventListener("visibilitychange", this.listenForSilence);
    this.socket.close();
  }

  play(epochsPerSecond: Speed = speed.value): void {
    this.command({ op: "play", epochs_per_second: epochsPerSecond });
  }

  pause(): void {
    this.command({ op: "pause" });
  }

  step(amount: { steps?: number; epochs?: number } = { epochs: 1 }): void {
    this.command({ op: "step", ...amount });
  }

  reset(): void {
    this.resets = true;
    this.command({ op: "reset" });
  }

  configure(experiment: JsonObject): void {
    this.command({ op: "configure", spec: experiment });
  }

  patch(path: string, value: JsonValue): void {
    this.command({ op: "patch", path, value });
  }

  /** Asks for a probe in every frame from now on, also after a lost connection. */
  watch(probe: string, options: JsonObject = {}): void {
    this.watched.set(probe, options);
    if (this.greeted) this.socket.send({ op: "watch", probe, options });
  }

  unwatch(probe: string): void {
    this.watched.delete(probe);
    if (this.greeted) this.socket.send({ op: "unwatch", probe });
  }

  onFrame(listener: FrameListener): () => void {
    return this.painter.subscribe(listener);
  }

  newestFrame(): Frame | null {
    return this.painter.newest();
  }

  /** Whether the server takes commands now; says so to the person when it does not. */
  isReady(): boolean {
    if (!this.greeted) {
      notify("problem", "There is no connection to the server, so this was not done.", "Try again when it is back.", true);
    }
    return this.greeted;
  }

  private command(command: Command): void {
    if (!this.isReady()) return;
    dismissPassing();
    this.socket.send(command);
    this.socket.expectAnswer(answerTime);
  }

  private arrive<Message>(read: () => Promise<Message>, take: (message: Message) => void | Promise<void>): void {
    const readable = read().catch((cause: unknown) => {
      notify("problem", `A message of the server could not be read: ${String(cause)}`);
      return null;
    });
    this.arriving = this.arriving
      .then(async () => {
        const message = await readable;
        if (message !== null) await take(message);
      })
      // A picture that fails is a fault of the page, not of the message; the next one goes on.
      .catch((cause: unknown) => {
        setTimeout(() => {
          throw cause;
        });
      });
  }

  private sayHello(): void {
    const known = JSON.parse(this.storage.getItem(runKey) ?? "{}") as { run?: string; token?: string };
    const resume = known.run === this.run ? { last_seq: this.lastSeq } : {};
    this.socket.send({ op: "hello", ...known, ...resume, accept: ["clamped", "fixed"] });
    this.socket.expectAnswer(answerTime);
  }

  private async receive(event: ServerEvent): Promise<void> {
    switch (event.op) {
      case "welcome":
        this.welcomed(event);
        return;
      case "configured":
        await this.configured(event);
        break;
      case "status":
        this.statusChanged(event);
        break;
      case "sharing":
        share(event);
        break;
      case "error":
        this.refused(event);
        break;
    }
    this.lastSeq = Math.max(this.lastSeq, event.seq);
  }

  private receiveFrame(frame: Frame): void {
    this.lastSeq = Math.max(this.lastSeq, frame.seq);
    this.painter.receive(frame);
    notePicture();
    this.listenForSilence();
  }

  private welcomed(event: Welcome): void {
    this.greeted = true;
    share(null);
    limits.value = event.limits;
    this.storage.setItem(runKey, JSON.stringify({ run: event.run, token: event.token }));
    if (event.run !== this.run) this.lastSeq = 0;
    this.run = event.run;
    if (!event.resumed) this.startAnew();
    for (const [probe, options] of this.watched) this.socket.send({ op: "watch", probe, options });
  }

  /** The server has no run of ours: gives it the experiment, and goes on if it was playing. */
  private startAnew(): void {
    const lost = spec.peek();
    const wasPlaying = isPlaying.peek();
    this.checksWanted = false;
    this.configure(lost ?? this.settings.firstSpec);
    if (lost) notify("information", "The server no longer had this run, so it started again from the same seed.");
    if (wasPlaying) this.play();
  }

  private async configured(event: Configured): Promise<void> {
    if (this.checksWanted && this.settings.isWanted) {
      this.checksWanted = false;
      if (!(await this.settings.isWanted(event.spec))) {
        this.configure(this.settings.firstSpec);
        return;
      }
    }
    if (event.restarted) {
      this.painter.forget(ofNetwork);
      // The samples come again only when they changed; old ones can be drawn until then, if they fit.
      if (!sameTask(event.summary, summary.peek())) this.painter.forget(["data"]);
      history.value = emptyHistory;
    }
    // Nobody misses a training that had not begun.
    if (event.message && status.peek().epoch > 0) notify("information", event.message);
    const confirmed = event.spec as Spec;
    batch(() => {
      spec.value = confirmed;
      summary.value = event.summary;
      warnings.value = event.warnings;
      fieldError.value = null;
      // A run that plays on is told of its new start by nothing else.
      if (event.restarted) status.value = { ...status.peek(), epoch: 0, step: 0 };
    });
    this.confirmedSpec = confirmed;
  }

  private statusChanged(event: Status): void {
    const { state, epoch, step, reason, cause } = event;
    if (this.resets && state === "ready") {
      this.resets = false;
      history.value = emptyHistory;
    }
    status.value = { state, epoch, step, reason, cause };
    this.listenForSilence();
  }

  private refused(event: Refusal): void {
    // Where there is no place for the page, the line is closed at once, and the banner says why.
    if (!this.greeted && event.code === "unavailable") return;
    if (event.path === null) {
      notify("problem", event.message, event.hint, true);
      return;
    }
    if (spec.peek() === null) {
      this.startSafely(event);
      return;
    }
    forgetRefused(event.path);
    batch(() => {
      fieldError.value = event;
      spec.value = this.confirmedSpec;
    });
  }

  /** A link may hold what this server does not know; then the page opens with what it does. */
  private startSafely({ message, hint }: Refusal): void {
    const { safeSpec } = this.settings;
    notify("problem", `The experiment could not be opened: ${message}`, hint);
    if (this.triedSafeSpec || !safeSpec) return;
    this.triedSafeSpec = true;
    this.configure(safeSpec);
  }

  /** While training, frames are due; a hidden tab paints nothing and so is owed nothing. */
  private readonly listenForSilence = (): void => {
    if (document.hidden) this.socket.expectNothing();
    else if (isPlaying.peek()) this.socket.expectAnswer(answerTime);
  };
}
