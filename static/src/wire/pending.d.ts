import type { FloatArray } from "./types.generated";
declare module "./types.generated" {
  interface Probes {
    losses?: { train: FloatArray; test: FloatArray; cost_train: number | null; cost_test: number | null; batch: { size: number; cost: number } | null };
  }
}
