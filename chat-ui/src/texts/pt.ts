import type { SystemTexts } from "./system-texts.ts";

export const pt: SystemTexts = {
  joined: "{agent} entrou na conversa",
  joinedUnnamed: "Um colega entrou na conversa",
  takesOver: "{agent} assume a conversa",
  takesOverUnnamed: "Um colega assume a conversa",
  transferredToAgent: "Transferida para {agent}",
  transferredToGroup: "Transferida para o grupo {group}",
  transferred: "Transferida",
  left: "O agente saiu da conversa",
  closed: "A conversa foi fechada",
  closedByVisitor: "O visitante terminou a conversa",
  reopened: "A conversa foi reaberta",
  unanswered: "Não chegou resposta a tempo",
  inactive: "Fechada porque nada foi escrito",
  disconnected: "O agente ficou sem ligação",
  agentDeleted: "O agente já não faz parte da equipa",
  movedToGroup: "Movida para o grupo {group}",
  moved: "Movida para outro grupo",
  ended: "A conversa terminou. Escreva para a continuar.",
  passedOn: "Está a ser encaminhado para um colega",
};
