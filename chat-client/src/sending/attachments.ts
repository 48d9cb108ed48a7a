import type { CreatedFile, EventFile, File as SentFile } from "@livechat/contract";
import { atom } from "nanostores";
import type { Api } from "../connection/api.ts";
import { toChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";
import type { Store } from "../platform/store.ts";
import { checkFile, declaredType, type FileLimits, type FileProblem, problemOf } from "./check-file.ts";
import { sendBytes } from "./send-bytes.ts";

/** A file that goes with the next message. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly bytes: Blob;
  readonly state: "uploading" | "ready" | "failed";
  /** 0 to 1. */
  readonly progress: number;
  readonly problem: FileProblem | null;
  readonly altText: string;
}

export interface AttachmentsDeps {
  readonly api: Pick<Api, "post" | "patch">;
  readonly platform: Pick<Platform, "fetch" | "clock" | "network" | "newId">;
  /** What may be sent; null while that is not known. */
  limits(): FileLimits | null;
  /** The conversation that the files are for; null: the one that begins with them. May throw ChatError. */
  conversation(): Promise<string | null>;
}

interface Running {
  readonly abort: AbortController;
  file: SentFile | null;
}

/**
 * The files that are being attached to one message: they are uploaded at once, each by itself, and go with the message
 * when all are ready.
 */
export class Attachments {
  private readonly items = atom<readonly Attachment[]>([]);
  private readonly running = new Map<string, Running>();

  constructor(private readonly deps: AttachmentsDeps) {}

  get list(): Store<readonly Attachment[]> {
    return this.items;
  }

  /** Begins to upload files that were chosen, pasted or dropped. */
  add(files: Iterable<File>): void {
    for (const file of files) {
      const { name, size: sizeBytes } = file;
      const item: Attachment = {
        ...{ id: this.deps.platform.newId(), name, contentType: declaredType(file), sizeBytes, bytes: file },
        ...{ state: "uploading", progress: 0, problem: this.problemOf(file), altText: "" },
      };
      this.items.set([...this.items.get(), item.problem ? { ...item, state: "failed" } : item]);
      if (item.problem === null) void this.upload(item);
    }
  }

  /** Takes a file off, whether it is ready or not. The server forgets it within a day. */
  cancel(id: string): void {
    this.running.get(id)?.abort.abort();
    this.running.delete(id);
    this.items.set(this.items.get().filter((item) => item.id !== id));
  }

  /** Tries again what failed. */
  retry(id: string): void {
    const item = this.items.get().find((each) => each.id === id);
    if (item?.state !== "failed") return;
    this.change(id, { state: "uploading", problem: null, progress: 0 });
    void this.upload(item);
  }

  /** Says what a file shows, for those who cannot see it. */
  async describe(id: string, altText: string): Promise<void> {
    this.change(id, { altText });
    const file = this.running.get(id)?.file;
    if (file) await this.deps.api.patch(`/v1/files/${file.id}`, { altText: altText || null });
  }

  /** The files that are ready, taken off for a message that is being sent. */
  take(): EventFile[] {
    const ready = this.items.get().filter(({ state }) => state === "ready");
    const taken = ready.flatMap(({ id, altText }) => {
      const file = this.running.get(id)?.file;
      return file ? [{ ...file, altText: altText || null }] : [];
    });
    for (const { id } of ready) this.cancel(id);
    return taken;
  }

  stop(): void {
    for (const { id } of this.items.get()) this.cancel(id);
  }

  private problemOf(file: File): FileProblem | null {
    const limits = this.deps.limits();
    const max = limits?.maxPerMessage ?? Number.POSITIVE_INFINITY;
    if (this.items.get().length >= max) return { reason: "tooMany", max };
    return checkFile(file, limits);
  }

  private change(id: string, changes: Partial<Attachment>): void {
    this.items.set(this.items.get().map((item) => (item.id === id ? { ...item, ...changes } : item)));
  }

  private async upload({ id, name, contentType, sizeBytes, bytes }: Attachment): Promise<void> {
    const abort = new AbortController();
    const running: Running = { abort, file: null };
    this.running.set(id, running);
    const { api, platform } = this.deps;
    try {
      const conversationId = await this.deps.conversation();
      const path = conversationId === null ? "/v1/widget/files" : `/v1/conversations/${conversationId}/files`;
      const { file, upload } = await api.post<CreatedFile>(path, { name, contentType, sizeBytes });
      const onProgress = (arrived: number) => this.change(id, { progress: arrived / sizeBytes });
      await sendBytes({ url: upload.url, bytes, platform, signal: abort.signal, onProgress });
      running.file = await api.post<SentFile>(`/v1/files/${file.id}/finish`);
      const altText = this.items.get().find((item) => item.id === id)?.altText;
      if (altText) await api.patch(`/v1/files/${file.id}`, { altText });
      this.change(id, { state: "ready", progress: 1 });
    } catch (thrown) {
      if (!abort.signal.aborted)
        this.change(id, { state: "failed", problem: problemOf(toChatError(thrown)) });
    }
  }
}
