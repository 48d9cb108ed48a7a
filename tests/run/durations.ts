import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Step } from "./steps.ts";

/** How long steps took when they last succeeded on this machine, by their names. */
export class Durations {
  private constructor(
    private readonly file: string,
    private readonly seconds: Record<string, number>,
  ) {}

  /** `folder`: where earlier runs of this form left their times. Side by side the same step takes longer than alone. */
  static async read(folder: string, form: "whole" | "quick"): Promise<Durations> {
    const file = join(folder, `seconds-${form}.json`);
    const text = await readFile(file, "utf8").catch(() => "{}");
    return new Durations(file, JSON.parse(text) as Record<string, number>);
  }

  async note(step: Step, seconds: number): Promise<void> {
    this.seconds[step.name] = seconds;
    await writeFile(this.file, JSON.stringify(this.seconds));
  }

  /** One line that says beforehand how long these steps take, so many at a time. */
  announce(steps: readonly Step[], lanes = 1): string {
    const known = steps.filter(({ name }) => this.seconds[name] !== undefined).length;
    const each = steps.map(({ name, seconds }) => this.seconds[name] ?? seconds);
    const total = Math.max(...each, each.reduce((sum, seconds) => sum + seconds, 0) / lanes);
    const source = known === steps.length ? "as the last time here" : "on two cores";
    const time = total < 100 ? `${Math.round(total)} s` : `${Math.round(total / 60)} minutes`;
    return `${steps.length} ${steps.length === 1 ? "step" : "steps"}, about ${time}, ${source}: ${steps.map(({ name }) => name).join(", ")}`;
  }
}
