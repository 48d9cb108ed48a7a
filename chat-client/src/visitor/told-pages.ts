/** The pages to tell with a message that is sent now; undefined: it comes from the page of the one before. */
export type TakePages = () => readonly string[] | undefined;

/** Which pages of a visit agents have not been told of: told with a message, once the visitor is on another page. */
export function pagesToTell(trail: (() => readonly string[]) | undefined): TakePages {
  let told: string | undefined;
  return () => {
    const pages = trail?.();
    const page = pages?.at(-1);
    if (page === told) return undefined;
    told = page;
    return pages;
  };
}
