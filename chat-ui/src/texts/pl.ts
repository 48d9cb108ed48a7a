import type { SystemTexts } from "./system-texts.ts";

export const pl: SystemTexts = {
  joined: "{agent} dołącza do rozmowy",
  joinedUnnamed: "Do rozmowy dołącza inna osoba",
  takesOver: "{agent} przejmuje rozmowę",
  takesOverUnnamed: "Rozmowę przejmuje inna osoba",
  transferredToAgent: "Przekazano do: {agent}",
  transferredToGroup: "Przekazano do grupy {group}",
  transferred: "Przekazano",
  left: "Konsultant opuścił rozmowę",
  closed: "Rozmowa została zamknięta",
  closedByVisitor: "Odwiedzający zakończył rozmowę",
  reopened: "Rozmowa została otwarta ponownie",
  unanswered: "Odpowiedź nie nadeszła na czas",
  inactive: "Zamknięto, ponieważ nic nie napisano",
  disconnected: "Konsultant utracił połączenie",
  agentDeleted: "Konsultant nie należy już do zespołu",
  movedToGroup: "Przeniesiono do grupy {group}",
  moved: "Przeniesiono do innej grupy",
  ended: "Rozmowa się zakończyła. Napisz, aby ją kontynuować.",
  passedOn: "Łączymy z inną osobą z zespołu",
};
