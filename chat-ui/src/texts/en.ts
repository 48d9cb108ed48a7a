import type { SystemTexts } from "./system-texts.ts";

export const en: SystemTexts = {
  joined: "{agent} joined",
  joinedUnnamed: "A colleague joined",
  takesOver: "{agent} takes over",
  takesOverUnnamed: "A colleague takes over",
  transferredToAgent: "Transferred to {agent}",
  transferredToGroup: "Transferred to the group {group}",
  transferred: "Transferred",
  left: "The agent left the conversation",
  closed: "The conversation was closed",
  closedByVisitor: "The visitor ended the conversation",
  reopened: "The conversation was reopened",
  unanswered: "No answer came in time",
  inactive: "Closed because nothing was written",
  disconnected: "The agent was disconnected",
  agentDeleted: "The agent has left the team",
  movedToGroup: "Moved to the group {group}",
  moved: "Moved to another group",
  ended: "The conversation has ended. Write to continue it.",
  passedOn: "You are being passed on to a colleague",
};
