import type { Migration } from "./migration.ts";

/** The sweep finds disconnected agents by `reassignAt`, which release 0.1.0 called `handOnAt`. */
export const reassignAt: Migration = {
  to: 3,
  what: "presence says under its new name when conversations are due to be reassigned",
  documents: (db) => db.collection("presence"),
  changes: ({ ref, data }) => {
    if (data.handOnAt === undefined || data.reassignAt !== undefined) return [];
    return [{ ref, fields: { reassignAt: data.handOnAt } }];
  },
};
