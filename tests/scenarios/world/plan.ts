import type { AgentPriority, RoutingStrategy } from "@livechat/contract";
import type { Choice } from "./actions.ts";
import type { FaultRates } from "./scheduler.ts";

export interface Round {
  readonly actions: readonly Choice[];
  /** Tasks delivered while the actions run. */
  readonly deliveries: number;
  readonly waitSeconds: number;
  /** Whether all tasks are delivered before the next round: then nobody may be stuck. */
  readonly settles: boolean;
}

/** One run, wholly described. */
export interface Plan {
  readonly groups: readonly {
    strategy: RoutingStrategy;
    answerDeadline: boolean;
    agentGone: boolean;
    inactivity: boolean;
  }[];
  readonly agents: readonly {
    max: number;
    groups: number;
    online: boolean;
    /** Whether it starts with an open console, and so needs a lease. */
    hasConsole: boolean;
    /** A bot has no console, and much room. */
    isBot: boolean;
    priority: AgentPriority;
  }[];
  /** Actions of one round run at the same time; the clock moves on between rounds. */
  readonly rounds: readonly Round[];
  readonly seed: number;
  readonly faults: FaultRates;
  /** Tasks of 1,000 that are never delivered, and that are delivered twice. */
  readonly lost: number;
  readonly doubled: number;
  /** The tasks' processes that die, of 1,000. */
  readonly dying: number;
}
