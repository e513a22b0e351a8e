/** Names a picture for those who do not see it; one without a name only repeats what stands beside it. */
export function labelPicture(canvas: HTMLCanvasElement, label: string | undefined): void {
  if (label === undefined) {
    canvas.setAttribute("aria-hidden", "true");
    return;
  }
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
}
