let attempts = 0;

/**
 * Loads a part of the client, or of a page, that is a file of its own. Chromium keeps the failure of an import for as long as the page
 * lives and fetches only another address again: a further attempt asks for the one that the failure names, with a query.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    const address = /https?:\/\/\S+\.js/.exec(String(error))?.[0];
    if (address === undefined) throw error;
    attempts += 1;
    return (await import(/* @vite-ignore */ `${address}?load=${attempts}`)) as Part;
  }
}
