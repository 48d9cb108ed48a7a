import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FirebaseAccess } from "@livechat/contract";
import { deleteApp, initializeApp } from "firebase/app";
import { connectFirestoreEmulator, type Firestore, getFirestore, terminate } from "firebase/firestore";
import { FirestoreListeners } from "../../../chat-client/src/firebase/firestore-listeners.ts";
import { memoryPlatform } from "../../../chat-client/src/firebase/memory-platform.ts";
import type { LiveDatabase } from "../../../chat-client/src/platform/live-database.ts";
import { Pace } from "../../../chat-client/src/platform/pace.ts";
import { ADMIN } from "../../../functions/bench/admin.ts";
import { Child } from "../../../functions/bench/child.ts";
import { call } from "../../../functions/bench/load.ts";
import { PROJECT_ID } from "../../../functions/bench/project.ts";
import { startApi } from "../../../functions/bench/start-api.ts";

const root = join(import.meta.dirname, "..", "..", "..");

export interface Usage {
  documentReads: number;
  documentWrites: number;
  documentDeletes: number;
}

interface Claims {
  uid: string;
  claims: { kind: string };
}

let apps = 0;

/** The client's listeners with an unsigned token in place of Firebase Auth, which is not what is measured here. */
class UnsignedDatabase extends FirestoreListeners implements LiveDatabase {
  private readonly app;

  constructor(
    private readonly address: string,
    pace = new Pace(memoryPlatform()),
  ) {
    const app = initializeApp({ projectId: PROJECT_ID, apiKey: "bench" }, `bench-${++apps}`);
    super(getFirestore(app), pace);
    this.app = app;
  }

  async signIn(customToken: string): Promise<void> {
    const text = Buffer.from(customToken.split(".")[1] ?? "", "base64url").toString();
    const { uid, claims } = JSON.parse(text) as Claims;
    const [host = "", port] = this.address.split(":");
    connectFirestoreEmulator(this.firestore, host, Number(port), { mockUserToken: { sub: uid, ...claims } });
  }

  onSignedOut(): () => void {
    return () => {};
  }

  async close(): Promise<void> {
    await terminate(this.firestore);
    await deleteApp(this.app);
  }

  private get firestore(): Firestore {
    return this.db;
  }
}

export interface TeamMember {
  id: string;
  email: string;
}

/** The API and the embedded Firestore with the project's rules, each in a process of its own. */
export class BenchSystem {
  private constructor(
    private readonly firestore: Child,
    private readonly server: Child,
    private readonly adminToken: string,
  ) {}

  static async start(): Promise<BenchSystem> {
    const firestore = await Child.start("firestore-process.ts");
    const rules = await readFile(join(root, "firestore.rules"), "utf8");
    await fetch(`http://${firestore.address}/emulator/v1/projects/${PROJECT_ID}:securityRules`, {
      method: "PUT",
      body: JSON.stringify({ rules: { files: [{ name: "firestore.rules", content: rules }] } }),
    });
    const server = await startApi(firestore);
    const body = { email: ADMIN.email, password: ADMIN.password };
    const { token } = await call(server.address, { method: "POST", path: "/v1/auth/login", body });
    return new BenchSystem(firestore, server, String(token));
  }

  get api(): string {
    return this.server.address;
  }

  /** @param pace of the lists of conversations */
  readonly platform = (pace?: Pace) =>
    memoryPlatform({ openDatabase: async () => new UnsignedDatabase(this.firestore.address, pace) });

  /** Where the Firestore is: host and port. */
  get firestoreAddress(): string {
    return this.firestore.address;
  }

  /** @param address of the Firestore, or of what stands before it. */
  open(_access?: FirebaseAccess, address = this.firestore.address): LiveDatabase {
    return new UnsignedDatabase(address);
  }

  /** What is billed while the task runs. */
  async billed(task: () => Promise<unknown>): Promise<Usage> {
    await this.firestore.ask("reset");
    await task();
    return this.firestore.ask<Usage>("usage");
  }

  async post<T>(path: string, body: object, token = this.adminToken): Promise<T> {
    return (await call(this.api, { method: "POST", path, token, body })) as T;
  }

  /** An agent of the default group who takes up to 100 conversations. */
  async hire(name: string): Promise<TeamMember> {
    const email = `${name}@livechat.test`;
    const made = { name, email, password: ADMIN.password, maxConcurrentChats: 100 };
    const { id } = await this.post<{ id: string }>("/v1/agents", made);
    const groups = await call(this.api, { method: "GET", path: "/v1/groups", token: this.adminToken });
    const [group] = groups.items as { id: string }[];
    await this.post(`/v1/groups/${group?.id}/agents`, { agentIds: [id] });
    return { id, email };
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.firestore.stop();
  }
}

const PAUSE_MS = 5;
const PATIENCE_MS = 60_000;

/** Waits until the condition holds. @throws after a minute. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
