import type { SystemTexts } from "./system-texts.ts";

export const ar: SystemTexts = {
  joined: "انضم {agent}",
  joinedUnnamed: "انضم أحد الزملاء",
  takesOver: "يتولى {agent} المحادثة",
  takesOverUnnamed: "يتولى أحد الزملاء المحادثة",
  transferredToAgent: "حُوّلت إلى {agent}",
  transferredToGroup: "حُوّلت إلى مجموعة {group}",
  transferred: "حُوّلت المحادثة",
  left: "غادر الموظف المحادثة",
  closed: "أُغلقت المحادثة",
  closedByVisitor: "أنهى الزائر المحادثة",
  reopened: "أُعيد فتح المحادثة",
  unanswered: "لم يصل رد في الوقت المحدد",
  inactive: "أُغلقت لعدم كتابة أي رسالة",
  disconnected: "انقطع اتصال الموظف",
  agentDeleted: "لم يعد الموظف ضمن الفريق",
  movedToGroup: "نُقلت إلى مجموعة {group}",
  moved: "نُقلت إلى مجموعة أخرى",
  ended: "انتهت المحادثة. اكتب لمتابعتها.",
  passedOn: "يجري تحويلك إلى أحد الزملاء",
};
