import type { SystemTexts } from "./system-texts.ts";

export const es: SystemTexts = {
  joined: "{agent} se ha unido",
  joinedUnnamed: "Un compañero se ha unido",
  takesOver: "{agent} toma el relevo",
  takesOverUnnamed: "Un compañero toma el relevo",
  transferredToAgent: "Transferida a {agent}",
  transferredToGroup: "Transferida al grupo {group}",
  transferred: "Transferida",
  left: "El agente ha salido de la conversación",
  closed: "La conversación se ha cerrado",
  closedByVisitor: "El visitante ha terminado la conversación",
  reopened: "La conversación se ha reabierto",
  unanswered: "No hubo respuesta a tiempo",
  inactive: "Cerrada porque no se escribió nada",
  disconnected: "El agente se ha desconectado",
  agentDeleted: "El agente ya no está en el equipo",
  movedToGroup: "Movida al grupo {group}",
  moved: "Movida a otro grupo",
  ended: "La conversación ha terminado. Escriba para continuarla.",
  passedOn: "Le pasamos con un compañero",
};
