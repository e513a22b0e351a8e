import type { CreateView, View } from "./view";

/**
 * A picture that does not change any more, as an image: every canvas in sight costs a little in
 * each frame that something else moves in, and a page has dozens of small ones.
 */
export function createStill<Props>(root: HTMLElement, create: CreateView<Props>, props: Props): Pick<View<Props>, "destroy"> {
  const view = create(root, props);
  const canvas = root.querySelector("canvas");
  if (!canvas) return view;
  const image = document.createElement("img");
  image.src = canvas.toDataURL();
  image.className = canvas.className;
  image.alt = canvas.getAttribute("aria-label") ?? "";
  image.draggable = false;
  image.style.width = canvas.style.width;
  image.style.height = canvas.style.height;
  canvas.replaceWith(image);
  return {
    destroy() {
      view.destroy();
      image.remove();
    },
  };
}
