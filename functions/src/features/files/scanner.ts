/** What looks for malware. It gets the bytes as they come and must not keep them. */
export interface Scanner {
  /** @throws when it cannot tell: the task is tried again until the scan has failed. */
  scan(bytes: AsyncIterable<Uint8Array>): Promise<"clean" | "infected">;
}
