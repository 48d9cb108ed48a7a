import type { SystemTexts } from "./system-texts.ts";

export const it: SystemTexts = {
  joined: "{agent} è entrato nella conversazione",
  joinedUnnamed: "Un collega è entrato nella conversazione",
  takesOver: "{agent} prende in carico la conversazione",
  takesOverUnnamed: "Un collega prende in carico la conversazione",
  transferredToAgent: "Trasferita a {agent}",
  transferredToGroup: "Trasferita al gruppo {group}",
  transferred: "Trasferita",
  left: "L’operatore ha lasciato la conversazione",
  closed: "La conversazione è stata chiusa",
  closedByVisitor: "Il visitatore ha terminato la conversazione",
  reopened: "La conversazione è stata riaperta",
  unanswered: "Nessuna risposta è arrivata in tempo",
  inactive: "Chiusa perché non è stato scritto nulla",
  disconnected: "L’operatore si è disconnesso",
  agentDeleted: "L’operatore non fa più parte del team",
  movedToGroup: "Spostata nel gruppo {group}",
  moved: "Spostata in un altro gruppo",
  ended: "La conversazione è terminata. Scriva per continuarla.",
  passedOn: "La stiamo mettendo in contatto con un collega",
};
