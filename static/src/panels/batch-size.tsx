import { useRef } from "preact/hooks";
import { useControlSurroundings } from "../controls/context";
import { Help } from "../controls/help";
import { NumberControl } from "../controls/number-control";
import { describeField } from "../controls/resolve";
import { edit } from "../state/actions";
import { summary } from "../state/store";
import type { JsonValue, SchemaNode } from "../wire/protocol";
import { type Descent, descentOf } from "./counts";

const names: { [descent in Descent]: string } = { full: "Full batch", mini: "Mini-batch", one: "One sample" };

interface BatchSizeProps {
  schema: SchemaNode;
  path: string;
  value: JsonValue;
}

/** How many samples a step looks at: the three forms of gradient descent, and the number itself. */
export function BatchSize({ schema, path, value }: BatchSizeProps) {
  const { definitions, error } = useControlSurroundings();
  const field = describeField(schema, definitions);
  const shapes = field.draw === "alternatives" ? field.alternatives.map((shape) => describeField(shape.schema, definitions)) : [];
  const number = shapes.find((shape) => shape.draw === "number");
  const samples = summary.value?.train_samples ?? Number.POSITIVE_INFINITY;
  const chosen = value === "full" ? "full" : descentOf(value, Number.POSITIVE_INFINITY);
  const lastMini = useRef<JsonValue>(schema.default ?? 10);
  if (chosen === "mini") lastMini.current = value;
  const values: { [descent in Descent]: JsonValue } = { full: "full", mini: lastMini.current, one: 1 };
  const refusal = error?.path === path ? error : null;
  return (
    <div class="control batch-size" data-path={path} data-control="batch-size">
      <div class="control-head">
        <span class="control-title" id="batch-size-title">{field.title}</span>
        {number?.draw === "number" && number.unit && <span class="control-unit">{number.unit}</span>}
        <Help title={field.title} description={field.description} />
      </div>
      <div class="segments" role="radiogroup" aria-labelledby="batch-size-title">
        {(Object.keys(names) as Descent[]).map((descent) => (
          <label key={descent} class="segment">
            <input
              type="radio" name="descent" checked={descent === chosen}
              onChange={() => edit(path, values[descent])}
            />
            <span>{names[descent]}</span>
          </label>
        ))}
      </div>
      {number?.draw === "number" && (
        <NumberControl
          id="batch-size" field={{ ...number, title: field.title, live: field.live }} label={field.title}
          value={value === "full" ? (Number.isFinite(samples) ? samples : (number.high ?? 1)) : Number(value)}
          onChange={(next) => edit(path, next)} disabled={false} compact={false}
          describedBy={refusal ? "batch-size-error" : undefined}
        />
      )}
      {refusal && <p class="control-error" id="batch-size-error" role="alert">{refusal.message} {refusal.hint}</p>}
    </div>
  );
}
