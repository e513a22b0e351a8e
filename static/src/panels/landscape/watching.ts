/** Looks at the landscape again and again until all of it is measured: what stands still is not looked at by itself. */
import { effect } from "@preact/signals";
import { newestFrame, onFrame, unwatch, watch } from "../../state/actions";
import { isPlaying, status } from "../../state/store";
import type { LandscapePicture } from "../../wire/protocol";
import { options } from "./choices";

/** Milliseconds between two looks: a page may only send so many commands. */
const PAUSE = 150;
/** A number that was changed by hand moves the slice; the next picture is waited for so many looks. */
const MOST_LOOKS = 60;

/** Whether a later look will show more. */
export function isUnfinished(picture: LandscapePicture, step: number): boolean {
  const { rows_done: done, resolution, center, racers } = picture;
  return done < resolution || center.step !== step || racers.some((racer) => !racer.diverged && racer.step < step);
}

/** Watches until the returned function is called. */
export function watchLandscape(): () => void {
  let timer = 0;
  let loss = Number.NaN;
  let awaited = { sum: Number.NaN, looks: 0 };

  function look(): void {
    timer = 0;
    if (!isPlaying.peek()) watch("landscape", options.peek());
  }

  function takeFrame(): void {
    const picture = newestFrame()?.probes.landscape?.picture;
    if (!picture || isPlaying.peek()) return;
    const sum = picture.values.data.reduce((all, value) => all + value, 0);
    if (picture.now.loss !== loss) awaited = { sum, looks: MOST_LOOKS };
    else if (sum !== awaited.sum) awaited = { sum, looks: 0 };
    loss = picture.now.loss;
    if (timer !== 0 || !(isUnfinished(picture, status.peek().step) || awaited.looks > 0)) return;
    awaited.looks -= 1;
    timer = window.setTimeout(look, PAUSE);
  }

  const stops = [
    effect(() => watch("landscape", options.value)),
    onFrame(takeFrame),
    // Paused, the last frame may have come before the news.
    effect(() => { if (!isPlaying.value && timer === 0) timer = window.setTimeout(look, PAUSE); }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
    unwatch("landscape");
  };
}
