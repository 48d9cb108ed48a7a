import {
  DEFAULT_FILES_SETTINGS,
  type Event,
  endpoints,
  type File,
  type FilesSettings,
  type Session,
} from "@livechat/contract";
import { fileTask, processFile } from "../../src/features/files/process-file.ts";
import { files } from "../../src/store/files.ts";
import { type Backend, startBackend } from "../harness.ts";

export const SHOP = "https://shop.example";

export interface Sent {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Anna, of Sales, with Vera's conversation; both may send files. */
export async function startDesk(
  settings: Partial<FilesSettings> = {},
  environment: Record<string, string> = {},
): Promise<Desk> {
  const backend = await startBackend(environment);
  // Addresses are signed for the present.
  backend.clock.advance((Date.now() - backend.clock.now().getTime()) / 1000);
  const rules = { ...DEFAULT_FILES_SETTINGS, visitors: "on", ...settings } as const;
  const sales = await backend.people.group("Sales", { isDefault: true, files: rules });
  const anna = await backend.people.agent("Anna", { groupIds: [sales] });
  const sue = await backend.people.agent("Sue", { role: "supervisor" });
  const vera = await backend.startSession({ message: "Look at this" });
  const body = { agentId: anna.id, force: true };
  const params = { id: vera.conversationId };
  await backend.call(endpoints.assignConversation, { as: sue.token, params, body });
  return new Desk(backend, { sales, anna, sue, vera });
}

interface People {
  readonly sales: string;
  readonly anna: { id: string; token: string };
  readonly sue: { id: string; token: string };
  readonly vera: Session;
}

export class Desk {
  constructor(
    readonly backend: Backend,
    readonly people: People,
  ) {}

  begin(as: string, { name, bytes, contentType }: Sent, more: { sizeBytes?: number; origin?: string } = {}) {
    return this.backend.call(endpoints.createConversationFile, {
      as,
      params: { id: this.people.vera.conversationId },
      body: { name, contentType, sizeBytes: more.sizeBytes ?? bytes.length },
      headers: more.origin === undefined ? {} : { Origin: more.origin },
    });
  }

  finish(as: string, id: string) {
    return this.backend.call(endpoints.finishFile, { as, params: { id } });
  }

  /** Begins, sends and finishes, as the pages do. */
  async upload(as: string, sent: Sent): Promise<File> {
    const { file, upload } = (await this.begin(as, sent)).body;
    const answer = await fetch(upload.url, {
      method: upload.method,
      headers: upload.headers,
      body: Buffer.from(sent.bytes),
    });
    if (answer.status !== 200) throw new Error(`The store answered ${answer.status}.`);
    return (await this.finish(as, file.id)).body;
  }

  attach(as: string, fileIds: string[], more: { text?: string; id?: string; visibility?: "agents" } = {}) {
    return this.backend.call(endpoints.addEvent, {
      as,
      params: { id: this.people.vera.threadId },
      body: { type: "file", fileIds, ...more },
    });
  }

  /** Uploads and sends in one. */
  async send(as: string, sent: Sent, more: { visibility?: "agents" } = {}): Promise<File> {
    const file = await this.upload(as, sent);
    await this.attach(as, [file.id], more);
    return file;
  }

  read(as: string, id: string, query: { thumbnail?: "true"; download?: "true" } = {}) {
    return this.backend.call(endpoints.getFile, { as, params: { id }, query: { ...query, format: "json" } });
  }

  /** What comes back when the address is followed. */
  async follow(as: string, id: string, query: { thumbnail?: "true"; download?: "true" } = {}) {
    const { url } = (await this.read(as, id, query)).body ?? { url: "" };
    return fetch(url);
  }

  /** The event that shows the file, as listeners see it. */
  async eventOf(id: string, as: string = this.people.sue.token): Promise<Event> {
    const answer = await this.backend.call(endpoints.listConversationEvents, {
      as,
      params: { id: this.people.vera.conversationId },
      query: { limit: "100" },
    });
    const event = answer.body.items.find((each) => each.files.some((file) => file.id === id));
    if (!event) throw new Error(`No event shows ${id}.`);
    return event;
  }

  /** Runs the held tasks about files; others stay. */
  async process(): Promise<number> {
    const { tasks, ctx } = this.backend;
    const mine = tasks.take().filter(({ queue }) => queue === "processFile");
    for (const { data } of mine) await processFile(fileTask.parse(data), ctx);
    return mine.length;
  }

  stored(id: string) {
    return files.get(this.backend.ctx.db, id);
  }

  /** Names of all objects in the bucket. */
  objects(): string[] {
    const { storage } = this.backend.storage.context;
    return [...storage.bucket(this.backend.projectId).objects.keys()];
  }

  stop(): Promise<void> {
    return this.backend.stop();
  }
}

export const text = (content: string): Sent => ({
  name: "note.txt",
  bytes: Buffer.from(content),
  contentType: "text/plain",
});

/** The smallest whole PDF that counts as one. */
export const pdf: Sent = {
  name: "offer.pdf",
  contentType: "application/pdf",
  bytes: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
};
