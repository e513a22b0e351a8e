/** One picture on the page: created in an element, redrawn with new inputs, taken away again. */
export interface View<Props> {
  update(props: Props): void;
  destroy(): void;
}

/** Views are pure in their inputs: what they need, callbacks included, comes in the props. */
export type CreateView<Props> = (root: HTMLElement, props: Props) => View<Props>;
