import type { SystemTexts } from "./system-texts.ts";

export const ja: SystemTexts = {
  joined: "{agent}が参加しました",
  joinedUnnamed: "担当者が参加しました",
  takesOver: "{agent}が引き継ぎます",
  takesOverUnnamed: "別の担当者が引き継ぎます",
  transferredToAgent: "{agent}に引き継がれました",
  transferredToGroup: "グループ「{group}」に引き継がれました",
  transferred: "引き継がれました",
  left: "担当者が退出しました",
  closed: "会話は終了しました",
  closedByVisitor: "訪問者が会話を終了しました",
  reopened: "会話が再開されました",
  unanswered: "時間内に返信がありませんでした",
  inactive: "書き込みがないため終了しました",
  disconnected: "担当者の接続が切れました",
  agentDeleted: "担当者はチームを離れました",
  movedToGroup: "グループ「{group}」に移動しました",
  moved: "別のグループに移動しました",
  ended: "会話は終了しました。続けるにはメッセージをお送りください。",
  passedOn: "担当者におつなぎしています",
};
