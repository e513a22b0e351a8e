import { useEffect, useState } from "preact/hooks";
import { reconnect } from "../state/actions";
import { announcement } from "../state/announce";
import { dismiss, notices } from "../state/notices";
import { connection, fieldError } from "../state/store";

/** Says that the server is away and when it is tried again. */
export function ConnectionBanner() {
  const state = connection.value;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (state.kind !== "waiting") return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [state]);
  if (state.kind === "refused") {
    return (
      <div class="banner" role="alert">
        <span>{state.reason}</span>
        <button type="button" onClick={reconnect}>Continue here</button>
      </div>
    );
  }
  if (state.kind !== "waiting") return null;
  const seconds = Math.max(1, Math.ceil((state.retryAt - now) / 1000));
  return (
    <div class="banner" role="status">
      <span>{state.reason} Reconnecting in {seconds} s …</span>
      <button type="button" onClick={reconnect}>Try now</button>
    </div>
  );
}

/** Sentences that belong to no control on the page. */
export function Notices() {
  const refusal = fieldError.value;
  // A refused field that is not drawn anywhere (a weight, a closed card) still needs its sentence.
  const homeless = refusal?.path && !document.querySelector(`[data-path="${CSS.escape(refusal.path)}"]`);
  return (
    <div class="notices" role="region" aria-label="Messages">
      {homeless && (
        <Notice tone="problem" message={refusal.message} hint={refusal.hint} close={() => { fieldError.value = null; }} />
      )}
      {notices.value.map(({ id, tone, message, hint }) => (
        <Notice key={id} tone={tone} message={message} hint={hint} close={() => dismiss(id)} />
      ))}
    </div>
  );
}

function Notice({ tone, message, hint, close }: {
  tone: string; message: string; hint: string | null; close: () => void;
}) {
  return (
    <div class={`notice notice-${tone}`} role={tone === "problem" ? "alert" : "status"}>
      <p>{message} {hint}</p>
      <button type="button" class="quiet" aria-label="Dismiss" onClick={close}>×</button>
    </div>
  );
}

export function LiveRegion() {
  return <div class="visually-hidden" aria-live="polite">{announcement.value}</div>;
}
