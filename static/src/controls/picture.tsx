import { useLayoutEffect, useRef } from "preact/hooks";
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
}

type Draw<Shown> = (root: HTMLElement, picture: Shown, settings: PictureSettings) => { destroy(): void };

/** The catalog names the view of each picture. */
const views: { [view in Picture["view"]]: Draw<Extract<Picture, { view: view }>> } = {
  curve: (root, picture, { theme, size, label }) => {
    const height = Math.round(size * 0.6);
    return createCurvePicture(root, { theme, label, picture, width: size, height, legend: true });
  },
  points: (root, picture, settings) => createStill(root, createPoints, { ...settings, picture }),
  map: (root, picture, settings) => createStill(root, createTile, { ...settings, map: tileFromRows(picture.values) }),
};

interface PictureProps {
  picture: Picture;
  /** Edge length in CSS pixels. */
  size: number;
  /** What a reader of the screen hears; without it the picture is decoration. */
  label?: string;
}

/** A kind's picture from the catalog: a curve, some points or a map. */
export function PictureOf({ picture, size, label }: PictureProps) {
  const root = useRef<HTMLDivElement>(null);
  const { theme } = useControlSurroundings();
  useLayoutEffect(() => {
    const draw = views[picture.view] as Draw<Picture> | undefined;
    if (!root.current || !draw) return undefined;
    const drawing = draw(root.current, picture, { theme, size, label });
    return () => drawing.destroy();
  }, [picture, size, label, theme]);
  return <div class="picture" ref={root} />;
}
