/** One's own pages, in their order. */
export const ME_PAGES = ["profile", "password", "sessions", "notifications", "look"] as const;
export type MePageName = (typeof ME_PAGES)[number];
