import type { AgentSettings } from "@livechat/contract";

/** Whether it is within these local times; they may go past midnight. */
export function isQuiet(quietHours: AgentSettings["quietHours"], now: number): boolean {
  if (!quietHours) return false;
  const { start, end, timeZone } = quietHours;
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(now);
  return start <= end ? time >= start && time < end : time >= start || time < end;
}
