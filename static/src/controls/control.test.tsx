import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Catalog, JsonValue, SchemaNode } from "../wire/protocol";
import { ControlContext, type ControlSurroundings } from "./context";
import { Control } from "./control";
import { exampleSchema, exampleSpec } from "./example-schema";
import { schemaAt } from "./resolve";

const definitions = exampleSchema.$defs ?? {};
const described = { title: "Adaptive moments", explanation: "Two averages." };
const catalog = { version: "1", presets: [], families: { optimizers: { kinds: { adam: described } } } } as unknown as Catalog;
let root: HTMLElement;
let changes: [string, JsonValue][];

beforeEach(() => {
  vi.useFakeTimers();
  root = document.createElement("div");
  document.body.append(root);
  changes = [];
});

afterEach(() => {
  render(null, root);
  root.remove();
  vi.useRealTimers();
});

function draw(path: string, value: JsonValue, error: ControlSurroundings["error"] = null): void {
  const schema = schemaAt(exampleSchema, path, exampleSpec, definitions) as SchemaNode;
  void act(() => render(
    <ControlContext.Provider value={{ catalog, definitions, theme: "light", error }}>
      <Control schema={schema} path={path} value={value} onChange={(...change) => changes.push(change)} />
    </ControlContext.Provider>,
    root,
  ));
}

function part<Kind extends Element>(selector: string): Kind {
  const found = root.querySelector<Kind>(selector);
  if (!found) throw new Error(`There is no ${selector} in ${root.innerHTML}`);
  return found;
}

function change(selector: string, value: string): void {
  const input = part<HTMLInputElement>(selector);
  void act(() => {
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

it("labels its input and shows the value", () => {
  draw("network.layers.0.units", 8);
  const box = part<HTMLInputElement>("input[type=number]");
  expect(part<HTMLLabelElement>("label").htmlFor).toBe(box.id);
  expect(box.value).toBe("8");
});

it("hands over a typed number, and nothing while the box is empty", () => {
  draw("network.layers.0.units", 8);
  change("input[type=number]", "");
  change("input[type=number]", "12");
  expect(changes).toEqual([["network.layers.0.units", 12]]);
});

it("sends a dragged value now and then, and the last one for certain", () => {
  draw("network.layers.0.units", 8);
  const slider = part<HTMLInputElement>("input[type=range]");
  for (let position = 100; position <= 120; position += 1) {
    void act(() => {
      slider.value = String(position);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    vi.advanceTimersByTime(20);
  }
  const whileDragging = changes.length;
  expect(whileDragging).toBeGreaterThanOrEqual(1);
  expect(whileDragging).toBeLessThanOrEqual(3);
  change("input[type=range]", "200");
  expect(changes.at(-1)).toEqual(["network.layers.0.units", 64]);
});

it("changes the kind and keeps the parameters that both have", () => {
  draw("optimizer", { kind: "adam", learning_rate: 0.3, beta1: 0.5 });
  expect(part<HTMLOptionElement>("option[value=adam]").textContent).toBe("Adaptive moments");
  change("select", "sgd");
  expect(changes).toEqual([["optimizer", { kind: "sgd", learning_rate: 0.3 }]]);
});

it("draws the parameters of the chosen kind and changes them by their own path", () => {
  draw("optimizer", { kind: "adam", learning_rate: 0.3, beta1: 0.5 });
  change("[data-path='optimizer.beta1'] input[type=number]", "0.8");
  expect(changes).toEqual([["optimizer.beta1", 0.8]]);
});

it("offers none of an optional kind", () => {
  draw("network.layers.0.regularizer", { kind: "l2", rate: 0.001 });
  change("select", "");
  expect(changes).toEqual([["network.layers.0.regularizer", null]]);
});

it("remembers the number while another alternative is chosen", () => {
  const choose = (index: number) => {
    const select = part<HTMLSelectElement>("select");
    void act(() => {
      select.selectedIndex = index;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  draw("training.batch_size", 25);
  choose(1);
  draw("training.batch_size", "full");
  choose(0);
  expect(changes).toEqual([["training.batch_size", "full"], ["training.batch_size", 25]]);
});

it("shows the server's refusal at the field it names, and only there", () => {
  draw("optimizer", { kind: "adam" }, { path: "optimizer.beta1", message: "beta1 must be below 1; got 2.", hint: "Set it lower." });
  const errors = [...root.querySelectorAll("[role=alert]")];
  expect(errors.map((error) => error.textContent)).toEqual(["beta1 must be below 1; got 2. Set it lower."]);
  expect(part("[data-path='optimizer.beta1'] [role=alert]")).toBe(errors[0]);
});
