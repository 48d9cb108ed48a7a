import type { Agent } from "@livechat/contract";
import type { IconName } from "../look/icon.tsx";
import type { TextKey } from "../texts/texts.ts";

export interface Place {
  name: string;
  path: string;
  label: TextKey;
  icon: IconName;
  /** The key after G that leads there. */
  key: string;
  isFor(me: Agent): boolean;
}

const everyone = () => true;

/** The places of the rail, in its order. */
export const PLACES: readonly Place[] = [
  { name: "inbox", path: "/inbox/mine", label: "places.inbox", icon: "inbox", key: "i", isFor: everyone },
  { name: "queue", path: "/queue", label: "places.queue", icon: "queue", key: "q", isFor: everyone },
  { name: "archive", path: "/archive", label: "places.archive", icon: "archive", key: "a", isFor: everyone },
  {
    name: "reports",
    path: "/reports/overview",
    label: "places.reports",
    icon: "reports",
    key: "r",
    isFor: everyone,
  },
  {
    name: "people",
    path: "/people/agents",
    label: "places.people",
    icon: "people",
    key: "p",
    isFor: everyone,
  },
  {
    name: "settings",
    path: "/settings",
    label: "places.settings",
    icon: "settings",
    key: "s",
    isFor: ({ role }) => role !== "agent",
  },
];
