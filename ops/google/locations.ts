/** Firestore's places of several regions, and the beginnings of the regions near each. */
const MULTI_REGIONS: Readonly<Record<string, readonly string[]>> = {
  nam5: ["us-", "northamerica-"],
  nam7: ["us-", "northamerica-"],
  eur3: ["europe-"],
};

/** Whether a database there answers functions of the region without crossing an ocean. */
export function isNear(databaseLocation: string, region: string): boolean {
  if (databaseLocation === region) return true;
  return (MULTI_REGIONS[databaseLocation] ?? []).some((beginning) => region.startsWith(beginning));
}
