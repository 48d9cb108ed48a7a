import { randomBytes } from "node:crypto";
import { StatusCode, StatusError } from "../model/status.ts";
import { BrowserConnections } from "./browser-connections.ts";
import { WEBCHANNEL_LIMITS } from "./limits.ts";
import { ChannelSession } from "./session.ts";

/** All open sessions of one emulator. */
export class ChannelSessions {
  readonly connections = new BrowserConnections();
  private readonly sessions = new Map<string, ChannelSession>();

  open(): ChannelSession {
    if (this.sessions.size >= WEBCHANNEL_LIMITS.MAX_SESSIONS) {
      throw new StatusError(StatusCode.RESOURCE_EXHAUSTED, "Too many open channels.");
    }
    const session = new ChannelSession(randomBytes(16).toString("base64url"), ({ id }) =>
      this.sessions.delete(id),
    );
    this.sessions.set(session.id, session);
    return session;
  }

  find(id: string): ChannelSession | undefined {
    return this.sessions.get(id);
  }

  get size(): number {
    return this.sessions.size;
  }

  endAll(): void {
    for (const session of [...this.sessions.values()]) session.end();
  }
}
