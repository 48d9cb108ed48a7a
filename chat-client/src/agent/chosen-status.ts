import type { Agent, AgentStatus } from "@livechat/contract";

/**
 * The status that the agent has just chosen, until the listener brings what became of it: what was on its way before
 * must not flip the switch back.
 */
export class ChosenStatus {
  private chosen: { status: AgentStatus; storedAt: string | null } | null = null;

  choose(status: AgentStatus): void {
    this.chosen = { status, storedAt: null };
  }

  /** The API has stored the choice, or, null, has not. */
  settle(status: AgentStatus, stored: Agent | null): void {
    // Another choice since then stands.
    if (this.chosen?.status !== status) return;
    this.chosen = stored && { status, storedAt: stored.updatedAt };
  }

  /** The agent as it is to be shown. */
  applyTo(me: Agent): Agent {
    const { chosen } = this;
    if (!chosen) return me;
    const isOlder = chosen.storedAt === null || Date.parse(me.updatedAt) < Date.parse(chosen.storedAt);
    if (isOlder) return { ...me, status: chosen.status };
    this.chosen = null;
    return me;
  }

  forget(): void {
    this.chosen = null;
  }
}
