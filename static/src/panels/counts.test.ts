import { expect, it } from "vitest";
import { amountText, descentOf, divisionText, samplesSeen, secondsText, workDone } from "./counts";

const counted = { train_samples: 250, batch_size: 10, steps_per_epoch: 25, multiply_adds: 130 };

it("says how samples make steps", () => {
  expect(divisionText(counted)).toBe("250 training samples ÷ batch 10 = 25 steps an epoch");
  expect(divisionText({ ...counted, batch_size: 250, steps_per_epoch: 1 })).toBe("250 training samples ÷ batch 250 = 1 step an epoch");
  expect(divisionText({ ...counted, batch_size: 32, steps_per_epoch: 8 })).toMatch(/8 steps an epoch, the last of 26$/);
});

it("names the descent by its batch", () => {
  expect(["full", 250, 300, 1, 10].map((batch) => descentOf(batch, 250))).toEqual(["full", "full", "full", "one", "mini"]);
});

it("counts what was seen, in the middle of an epoch too", () => {
  expect(samplesSeen(counted, 12, 300)).toBe(3000);
  expect(samplesSeen(counted, 12, 303)).toBe(3030);
  // The batch was larger before: the steps say nothing of this epoch.
  expect(samplesSeen(counted, 12, 90)).toBe(3000);
  expect(workDone(counted, 12, 300)).toBe(3 * 130 * 3000);
});

it("writes amounts shortly", () => {
  expect([0, 1170, 117_000, 1_170_000, 45_600_000, 3.2e9].map(amountText)).toEqual(["0", "1\u2009170", "117 k", "1.2 M", "46 M", "3.2 G"]);
  expect([0, 3210, 125_000].map(secondsText)).toEqual(["0.0 s", "3.2 s", "2 min 5 s"]);
});
