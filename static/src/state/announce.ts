/** What a screen reader is told: changes at once, the progress of training now and then. */
import { effect, signal } from "@preact/signals";
import type { Frame } from "../wire/protocol";
import { newestFrame } from "./actions";
import { sharingText } from "./sharing";
import { connection, isStarting, status } from "./store";

export const announcement = signal("");

/** Says something once, when what is being said is over. */
export function announce(sentence: string): void {
  announcement.value = sentence;
}

const pauseBetween = 5000;
/** A start that takes no longer is not worth a word. */
const startingPause = 1500;

const stateWords = {
  empty: "", ready: "Ready to train.", playing: "Training.", paused: "Paused.",
  finished: "Training finished.", diverged: "Training stopped: the numbers grew out of bounds.",
};

export function startAnnouncing(): void {
  effect(() => {
    const { state, reason } = status.value;
    announcement.value = reason ?? stateWords[state];
  });
  effect(() => {
    if (sharingText.value) announcement.value = sharingText.value;
  });
  effect(() => {
    if (connection.value.kind === "waiting") announcement.value = "Connection lost. Reconnecting.";
  });
  effect(() => {
    if (connection.value.kind !== "open" || !isStarting.value) return undefined;
    const timer = setTimeout(() => { announcement.value = "The engine is starting."; }, startingPause);
    return () => clearTimeout(timer);
  });
  setInterval(() => {
    const frame = newestFrame();
    if (status.peek().state === "playing" && frame) announcement.value = progress(frame);
  }, pauseBetween);
}

export function progress({ epoch, metrics }: Frame): string {
  const parts = [`Epoch ${epoch}`];
  if (metrics.train_loss !== null) parts.push(`training loss ${metrics.train_loss.toPrecision(2)}`);
  if (metrics.test_accuracy !== null) parts.push(`test accuracy ${Math.round(metrics.test_accuracy * 100)} percent`);
  return `${parts.join(", ")}.`;
}
