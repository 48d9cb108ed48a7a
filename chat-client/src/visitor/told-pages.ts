/** Which pages of a visit agents have been told of: told again, with a message, once the visitor is on another one. */
export class ToldPages {
  private lastPage: string | null = null;

  constructor(private readonly trail: (() => readonly string[]) | undefined) {}

  /** The pages to tell with a message that is sent now; null: it comes from the page of the one before. */
  take(): readonly string[] | null {
    const pages = this.trail?.() ?? [];
    const page = pages.at(-1) ?? null;
    if (page === null || page === this.lastPage) return null;
    this.lastPage = page;
    return pages;
  }
}
