/** "Look inside": a drawer under the network with what a network does while it learns, one tab for each view. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { isStarting } from "../../state/store";
import { isStacked } from "../stacking";
import { keepGradients } from "./gradient-memory";
import { bounded, drawerHeight, HIGHEST, LOWEST, opened } from "./opened";
import { tabs } from "./registry";

const KEY_STEP = 40;

export function LookInside() {
  useEffect(keepGradients, []);
  const open = isStarting.value ? undefined : tabs.find(({ id }) => id === opened.value);
  return (
    <section class={`panel inside-panel ${open ? "is-open" : ""}`} aria-labelledby="inside-title">
      {open && !isStacked.value && <Handle />}
      <div class="inside-head">
        <h2 id="inside-title">Look inside</h2>
        <TabList />
        {open && (
          <button type="button" class="quiet inside-close" aria-label="Close the drawer" title="Close" onClick={() => { opened.value = null; }}>×</button>
        )}
      </div>
      {open && (
        <div
          class="inside-body" id="inside-body" role="tabpanel" aria-labelledby={`inside-${open.id}`} tabIndex={0}
          style={isStacked.value ? undefined : { height: `${drawerHeight.value}px` }}
        >
          <open.Body key={open.id} />
        </div>
      )}
    </section>
  );
}

/** The arrow keys go from tab to tab, Enter or a click opens one; the open one is closed the same way. */
function TabList() {
  const focused = useSignal(Math.max(0, tabs.findIndex(({ id }) => id === opened.value)));
  const list = useRef<HTMLDivElement>(null);

  function byKey(event: KeyboardEvent): void {
    const last = tabs.length - 1;
    const next: Record<string, number> = {
      ArrowLeft: focused.value === 0 ? last : focused.value - 1,
      ArrowRight: focused.value === last ? 0 : focused.value + 1,
      Home: 0,
      End: last,
    };
    const place = next[event.key];
    if (place === undefined) return;
    event.preventDefault();
    focused.value = place;
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[place]?.focus();
  }

  return (
    <div ref={list} class="inside-tabs" role="tablist" aria-labelledby="inside-title" onKeyDown={byKey}>
      {tabs.map(({ id, title }, place) => {
        const isOpen = opened.value === id;
        return (
          <button
            key={id} type="button" role="tab" id={`inside-${id}`} class="inside-tab" disabled={isStarting.value}
            aria-selected={isOpen} aria-controls={isOpen ? "inside-body" : undefined} data-term={title}
            tabIndex={place === focused.value ? 0 : -1}
            onFocus={() => { focused.value = place; }}
            onClick={() => { opened.value = isOpen ? null : id; }}
          >
            {title}
          </button>
        );
      })}
    </div>
  );
}

/** The upper edge of the drawer, by pointer or by key. */
function Handle() {
  const start = useRef<{ y: number; height: number } | null>(null);
  return (
    <div
      class="inside-handle" role="separator" aria-orientation="horizontal" aria-label="Height of the drawer" tabIndex={0}
      aria-valuemin={LOWEST} aria-valuemax={HIGHEST} aria-valuenow={drawerHeight.value}
      onPointerDown={(event) => {
        start.current = { y: event.clientY, height: drawerHeight.value };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current) drawerHeight.value = bounded(start.current.height + start.current.y - event.clientY);
      }}
      onPointerUp={() => { start.current = null; }}
      onPointerCancel={() => { start.current = null; }}
      onKeyDown={(event) => {
        const change = { ArrowUp: KEY_STEP, ArrowDown: -KEY_STEP }[event.key];
        if (change === undefined) return;
        event.preventDefault();
        drawerHeight.value = bounded(drawerHeight.value + change);
      }}
    />
  );
}
