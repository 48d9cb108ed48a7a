import type { DocumentReference, Firestore } from "firebase-admin/firestore";
import { agents } from "./agents.ts";

/** What an agent is told: `agents/{id}/notifications/{id}`. `read` is the flag that the console clears. */
export interface Notification {
  id: string;
  type: "assigned" | "transferred";
  conversationId: string;
  text: string;
  read: boolean;
  createdAt: Date;
}

export function notificationRef(db: Firestore, agentId: string, id: string): DocumentReference {
  return agents.ref(db, agentId).collection("notifications").doc(id);
}
