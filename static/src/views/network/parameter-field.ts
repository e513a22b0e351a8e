/** A number that can be typed: follows the training until somebody begins to edit it. */
import { element } from "./floating";

export interface ParameterField {
  readonly input: HTMLInputElement;
  show(value: number): void;
  /** Whether nothing was typed or clicked in it since it got the focus. */
  isUntouched(): boolean;
}

const DIGITS = 4;

export function parameterField(label: string, commit: (value: number) => void): ParameterField {
  const input = element("input", "network-number");
  input.type = "number";
  input.step = "any";
  input.setAttribute("aria-label", label);
  let shown = Number.NaN;
  let isEdited = false;
  let isUntouched = false;

  const write = (): void => {
    input.value = Number.isFinite(shown) ? String(Number(shown.toFixed(DIGITS))) : "";
  };
  const take = (): void => {
    if (!isEdited) return;
    isEdited = false;
    if (input.value !== "" && Number.isFinite(input.valueAsNumber)) {
      shown = input.valueAsNumber;
      commit(shown);
    }
    write();
  };

  input.addEventListener("input", () => {
    isEdited = true;
  });
  input.addEventListener("change", take);
  input.addEventListener("pointerdown", () => {
    isUntouched = false;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Delete" && event.key !== "Tab" && event.key !== "Shift") isUntouched = false;
    if (event.key === "Enter") take();
    if (event.key === "Escape" && isEdited) {
      event.stopPropagation();
      isEdited = false;
      write();
    }
  });
  input.addEventListener("focus", () => {
    isUntouched = true;
    input.select();
  });
  return {
    input,
    isUntouched: () => isUntouched && !isEdited,
    show(value) {
      shown = value;
      if (!isEdited) write();
    },
  };
}
