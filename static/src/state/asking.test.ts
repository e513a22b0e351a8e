import { afterEach, expect, it, vi } from "vitest";
import * as actions from "./actions";
import { ask } from "./asking";

vi.mock("./actions", () => ({ watch: vi.fn(), unwatch: vi.fn() }));

afterEach(() => vi.clearAllMocks());

it("asks once for what several want, until the last of them is gone", () => {
  const stops = [ask("losses"), ask("losses")];
  expect(actions.watch).toHaveBeenCalledTimes(1);
  stops[0]!();
  stops[0]!();
  expect(actions.unwatch).not.toHaveBeenCalled();
  stops[1]!();
  expect(actions.unwatch).toHaveBeenCalledExactlyOnceWith("losses");
});

it("asks for more as soon as one of them wants more, and for less afterwards", () => {
  const stop = ask("gradients");
  const stopValues = ask("gradients", { values: true });
  expect(actions.watch).toHaveBeenLastCalledWith("gradients", { values: true });
  ask("gradients", { values: true })();
  expect(actions.watch).toHaveBeenCalledTimes(2);
  stopValues();
  expect(actions.watch).toHaveBeenLastCalledWith("gradients", {});
  stop();
});
