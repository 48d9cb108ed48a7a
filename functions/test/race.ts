import type { Endpoint } from "@livechat/contract";
import { Firestore } from "firebase-admin/firestore";
import { routes } from "../src/http/routes.ts";
import { createApp } from "../src/server/app.ts";
import type { Backend } from "./harness.ts";

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T);
}

/** Spellings that people take for the same. */
export function spelled(text: string, random: () => number): string {
  return [...text].map((char) => (random() < 0.5 ? char.toUpperCase() : char.toLowerCase())).join("");
}

/**
 * The same backend as several instances would serve it: each with a database client of its own, so that nothing but
 * the database keeps their calls apart.
 */
export class Instances {
  private readonly apps: ReturnType<typeof createApp>[];
  private readonly clients: Firestore[];
  private turn = 0;

  constructor(
    private readonly backend: Backend,
    count: number,
  ) {
    const { projectId, ctx } = backend;
    this.clients = Array.from({ length: count }, () => new Firestore({ projectId }));
    this.apps = this.clients.map((db) => createApp(routes, { ...ctx, db }));
  }

  /** Calls one instance after the other. */
  call<E extends Endpoint>(endpoint: E, sent?: Parameters<typeof this.backend.call<E>>[1]) {
    return this.backend.call(endpoint, sent, this.apps[this.turn++ % this.apps.length]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((db) => db.terminate()));
  }
}
