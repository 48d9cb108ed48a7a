import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { Stage } from "./stage.ts";

/** One browser for a test file. After each test its people leave, and no page may have had a problem. */
export function useStage(onOpen: (stage: Stage) => void): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
    onOpen(stage);
  });
  afterEach(async () => {
    await stage.closePeople();
    expect(stage.problems.splice(0)).toEqual([]);
  });
  afterAll(() => stage.close());
}
