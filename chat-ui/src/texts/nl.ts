import type { SystemTexts } from "./system-texts.ts";

export const nl: SystemTexts = {
  joined: "{agent} doet nu mee",
  joinedUnnamed: "Een collega doet nu mee",
  takesOver: "{agent} neemt het over",
  takesOverUnnamed: "Een collega neemt het over",
  transferredToAgent: "Doorverbonden met {agent}",
  transferredToGroup: "Doorverbonden met de groep {group}",
  transferred: "Doorverbonden",
  left: "De medewerker heeft het gesprek verlaten",
  closed: "Het gesprek is gesloten",
  closedByVisitor: "De bezoeker heeft het gesprek beëindigd",
  reopened: "Het gesprek is heropend",
  unanswered: "Er kwam niet op tijd antwoord",
  inactive: "Gesloten omdat er niets werd geschreven",
  disconnected: "De verbinding van de medewerker is verbroken",
  agentDeleted: "De medewerker hoort niet meer bij het team",
  movedToGroup: "Verplaatst naar de groep {group}",
  moved: "Verplaatst naar een andere groep",
  ended: "Het gesprek is beëindigd. Schrijf om verder te gaan.",
  passedOn: "U wordt doorverbonden met een collega",
};
