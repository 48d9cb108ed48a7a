import type { Migration } from "./migration.ts";

const DEFAULT_SECONDS = 60;

/**
 * Conversations of disconnected agents are requeued after a minute unless the group says otherwise. Until version 2 null
 * meant that nobody had set anything; from then on it means never, and is somebody's choice. The mark keeps a choice that
 * is made while the migration runs.
 */
export const agentGoneDefault: Migration = {
  to: 2,
  what: "groups requeue the conversations of disconnected agents after a minute, where nothing was set",
  documents: (db) => db.collection("groups"),
  changes: ({ ref, data }) => {
    const isSet = data.settings?.agentGoneSeconds != null || data.hasAgentGoneDefault === true;
    const fields = { settings: { agentGoneSeconds: DEFAULT_SECONDS }, hasAgentGoneDefault: true };
    return isSet ? [] : [{ ref, fields }];
  },
};
