import type { Notification } from "@livechat/contract";
import type { Texts } from "../texts/texts.ts";

/** What a notification says, in one line. */
export function told({ type, metadata }: Notification, t: Texts): string {
  return t(`bell.${type}`, { name: metadata?.agentName || metadata?.name || t("bell.somebody") });
}
