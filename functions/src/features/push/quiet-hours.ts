import type { AgentSettings } from "@livechat/contract";

/** Whether it is between the two local times, which may lie on two days. */
export function isQuiet(quietHours: AgentSettings["quietHours"], now: Date): boolean {
  if (!quietHours) return false;
  const { start, end, timeZone } = quietHours;
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const at = clock.format(now);
  return start <= end ? at >= start && at < end : at >= start || at < end;
}
