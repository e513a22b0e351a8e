import { initialValue } from "./alternatives-control";
import { useControlSurroundings } from "./context";
import { Control, type DrawnProps } from "./control";
import type { ListField } from "./resolve";

/** A list: the control of each item, with buttons to add one and to take one away. */
export function ListControl(props: DrawnProps & { field: ListField }) {
  const { definitions } = useControlSurroundings();
  const items = Array.isArray(props.value) ? props.value : [];
  return (
    <div class="list" id={props.id} role="group" aria-label={props.field.title}>
      {items.map((item, index) => (
        <div class="list-item" key={index}>
          <Control
            schema={props.field.items} path={`${props.path}.${index}`} value={item} compact={props.compact}
            title={`${index + 1}`} onChange={props.onChangeWithin} disabled={props.disabled}
          />
          <button
            type="button" disabled={props.disabled} aria-label={`Remove item ${index + 1}`}
            onClick={() => props.onChange(items.filter((_, other) => other !== index))}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button" disabled={props.disabled}
        onClick={() => props.onChange([...items, initialValue(props.field.items, definitions)])}
      >
        Add
      </button>
    </div>
  );
}
