import type { SystemTexts } from "./system-texts.ts";

export const fr: SystemTexts = {
  joined: "{agent} a rejoint la conversation",
  joinedUnnamed: "Un collègue a rejoint la conversation",
  takesOver: "{agent} prend le relais",
  takesOverUnnamed: "Un collègue prend le relais",
  transferredToAgent: "Transférée à {agent}",
  transferredToGroup: "Transférée au groupe {group}",
  transferred: "Transférée",
  left: "L’agent a quitté la conversation",
  closed: "La conversation a été fermée",
  closedByVisitor: "Le visiteur a mis fin à la conversation",
  reopened: "La conversation a été rouverte",
  unanswered: "Aucune réponse n’est arrivée à temps",
  inactive: "Fermée faute de message",
  disconnected: "L’agent a été déconnecté",
  agentDeleted: "L’agent a quitté l’équipe",
  movedToGroup: "Déplacée vers le groupe {group}",
  moved: "Déplacée vers un autre groupe",
  ended: "La conversation est terminée. Écrivez pour la reprendre.",
  passedOn: "Vous allez être mis en relation avec un collègue",
};
