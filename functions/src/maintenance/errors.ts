/** What failed in a sweep: one broken document or busy group must not keep the sweep from all the others. */
export class SweepErrors {
  private readonly errors: unknown[] = [];

  /** Runs a part of the sweep. @returns what it did; 0 when it failed. */
  async during(part: () => Promise<number>): Promise<number> {
    try {
      return await part();
    } catch (error) {
      this.errors.push(error);
      return 0;
    }
  }

  /** @throws when any part failed, so that the sweep counts as failed: call it at the end. */
  report(): void {
    if (this.errors.length > 0) throw new AggregateError(this.errors, "Parts of the sweep failed.");
  }
}
