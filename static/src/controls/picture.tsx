import { useLayoutEffect, useRef } from "preact/hooks";
import { createBarsPicture } from "../views/bars-picture";
import { createCurvePicture } from "../views/curve-picture";
import { createPoints } from "../views/points";
import { createStill } from "../views/still";
import { createTile, tileFromRows } from "../views/tile";
import type { Picture } from "../wire/protocol";
import { useControlSurroundings } from "./context";

interface PictureSettings {
  theme: "light" | "dark";
  size: number;
  label?: string;
  /** Without words in it, for lists in which pictures are compared. */
  small?: boolean;
}

type Draw<Shown> = (root: HTMLElement, picture: Shown, settings: PictureSettings) => { destroy(): void };

/** The catalog names the view of each picture. */
const views: { [view in Picture["view"]]: Draw<Extract<Picture, { view: view }>> } = {
  curve: (root, picture, { small = false, ...settings }) =>
    createStill(root, createCurvePicture, { ...flat(settings), picture, legend: !small }),
  bars: (root, picture, settings) => createStill(root, createBarsPicture, { ...flat(settings), picture }),
  points: (root, picture, settings) => createStill(root, createPoints, { ...settings, picture }),
  map: (root, picture, settings) => createStill(root, createTile, { ...settings, map: tileFromRows(picture.values) }),
};

/** Curves are wider than they are high. */
function flat({ size, ...settings }: PictureSettings) {
  return { ...settings, width: size, height: Math.round(size * 0.6) };
}

interface PictureProps {
  picture: Picture;
  /** Edge length in CSS pixels. */
  size: number;
  /** What a reader of the screen hears; without it the picture is decoration. */
  label?: string;
  small?: boolean;
}

/** A kind's picture from the catalog: a curve, bars, some points or a map. */
export function PictureOf({ picture, size, label, small }: PictureProps) {
  const root = useRef<HTMLDivElement>(null);
  const { theme } = useControlSurroundings();
  useLayoutEffect(() => {
    const draw = views[picture.view] as Draw<Picture> | undefined;
    if (!root.current || !draw) return undefined;
    const drawing = draw(root.current, picture, { theme, size, label, small });
    return () => drawing.destroy();
  }, [picture, size, label, small, theme]);
  return <div class="picture" ref={root} />;
}
