/** What there is to say of a machine that many use: how often pictures come, and whether this run waits for its turn. */
import { computed, effect, signal } from "@preact/signals";
import type { Sharing } from "../wire/protocol";
import { connection, isPlaying } from "./store";

/** Milliseconds without a picture after which a training waits for the machine. */
const patience = 2000;
const lookEvery = 500;

const sharing = signal<Sharing | null>(null);
const isWaiting = signal(false);
let pictureAt = 0;

/** A calm sentence while the machine is shared by many; nothing while everybody has enough of it. */
export const sharingText = computed(() => textWith(inWords));
/** The same in one short line. */
export const sharingLine = computed(() => textWith(inFewWords));

function textWith(words: (told: Sharing) => string): string {
  if (isWaiting.value) return "Waiting for the machine …";
  return sharing.value ? words(sharing.value) : "";
}

/** How the machine is shared from now on; null where nothing was told. */
export function share(told: Sharing | null): void {
  sharing.value = told?.shared ? told : null;
}

export function inWords({ people, frames_per_second: rate, detail }: Sharing): string {
  const who = people > 1 ? `${people} people are training here` : "The machine has much to do";
  return `${who}: pictures come ${rateText(rate)} times a second${detail < 1 ? ", and a little coarser" : ""}.`;
}

export function inFewWords({ people, frames_per_second: rate }: Sharing): string {
  return `${people > 1 ? `${people} people train here` : "Much to do"}: ${rateText(rate)} pictures a second.`;
}

function rateText(rate: number): string {
  return rate < 2 ? rate.toFixed(1) : String(Math.round(rate));
}

export function notePicture(): void {
  pictureAt = performance.now();
  isWaiting.value = false;
}

/** Looks now and then whether a training that should show something does. */
export function watchWaiting(): void {
  document.addEventListener("visibilitychange", notePicture); // A hidden page paints nothing.
  effect(() => {
    const isDue = isPlaying.value && connection.value.kind === "open";
    notePicture();
    if (!isDue) return undefined;
    const timer = setInterval(() => {
      isWaiting.value = !document.hidden && performance.now() - pictureAt > patience;
    }, lookEvery);
    return () => clearInterval(timer);
  });
}
