/** What listens: of a visitor it is loaded with the first conversation. */
export { LiveData } from "./live-data.ts";
export { PollingSource } from "./polling-source.ts";
export { ServerTime } from "./server-time.ts";
export { SignedInDatabase } from "./signed-in-database.ts";
