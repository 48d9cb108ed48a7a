import type { SystemTexts } from "./system-texts.ts";

export const de: SystemTexts = {
  joined: "{agent} ist jetzt da",
  joinedUnnamed: "Eine Kollegin oder ein Kollege ist jetzt da",
  takesOver: "{agent} übernimmt",
  takesOverUnnamed: "Jemand anderes übernimmt",
  transferredToAgent: "An {agent} übergeben",
  transferredToGroup: "An die Gruppe {group} übergeben",
  transferred: "Übergeben",
  left: "Die zuständige Person hat das Gespräch verlassen",
  closed: "Das Gespräch wurde geschlossen",
  closedByVisitor: "Das Gespräch wurde vom Besucher beendet",
  reopened: "Das Gespräch wurde wieder geöffnet",
  unanswered: "Es kam nicht rechtzeitig eine Antwort",
  inactive: "Beendet, weil nichts mehr geschrieben wurde",
  disconnected: "Die Verbindung der zuständigen Person ist abgebrochen",
  agentDeleted: "Die zuständige Person gehört nicht mehr zum Team",
  movedToGroup: "In die Gruppe {group} verschoben",
  moved: "In eine andere Gruppe verschoben",
  ended: "Das Gespräch ist beendet. Schreiben Sie, um es fortzusetzen.",
  passedOn: "Sie werden weitergeleitet",
};
