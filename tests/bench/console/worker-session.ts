import type { CDPSession } from "playwright-core";

interface Reply {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/** The devtools of a page's first worker. Playwright has none for workers: the page's own pass messages on. */
export class WorkerSession {
  private readonly replies = new Map<number, (reply: Reply) => void>();
  private lastId = 0;

  private constructor(
    private readonly devtools: CDPSession,
    private readonly sessionId: string,
  ) {
    devtools.on("Target.receivedMessageFromTarget", ({ message }) => {
      const reply: Reply = JSON.parse(message);
      if (reply.id !== undefined) this.replies.get(reply.id)?.(reply);
    });
  }

  /** @returns null when the page has no worker. */
  static async attach(devtools: CDPSession): Promise<WorkerSession | null> {
    const found: string[] = [];
    devtools.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
      if (targetInfo.type === "worker") found.push(sessionId);
    });
    // Answered when those that there are have been told.
    await devtools.send("Target.setAutoAttach", {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    const [sessionId] = found;
    return sessionId === undefined ? null : new WorkerSession(devtools, sessionId);
  }

  send<Result>(method: string, params: object = {}): Promise<Result> {
    const id = ++this.lastId;
    const message = JSON.stringify({ id, method, params });
    return new Promise((resolve, reject) => {
      this.replies.set(id, ({ result, error }) => {
        this.replies.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result as Result);
      });
      this.devtools.send("Target.sendMessageToTarget", { sessionId: this.sessionId, message }).catch(reject);
    });
  }
}
