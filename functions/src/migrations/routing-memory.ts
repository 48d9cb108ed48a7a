import { FieldValue } from "firebase-admin/firestore";
import type { Migration } from "./migration.ts";

/**
 * What routing remembers of a conversation moves to its assignment, which no client can read. Whoever writes either in the
 * meantime has moved it already, so what is found in the conversation is never older than what stands there.
 */
export const routingMemory: Migration = {
  to: 4,
  what: "what routing remembers of a conversation stands with its assignment",
  documents: (db) => db.collection("conversations"),
  changes: ({ ref, data }) => {
    const { lastAgentId = null, passedAgentIds = [] } = data;
    if (lastAgentId === null && passedAgentIds.length === 0) return [];
    const memory = {
      ...(lastAgentId !== null && { lastAgentId }),
      ...(passedAgentIds.length > 0 && { timedOutAgentIds: FieldValue.arrayUnion(...passedAgentIds) }),
    };
    const assignment = ref.firestore.collection("assignments").doc(ref.id);
    return [
      { ref: assignment, fields: memory },
      { ref, fields: { lastAgentId: null, passedAgentIds: [] } },
    ];
  },
};
