import type { FileAddress } from "@livechat/contract";
import type { Api } from "../connection/api.ts";
import type { Clock } from "../platform/platform.ts";

/** An address is asked for anew when it would die within this time. */
const SPARE_MS = 30_000;

export interface FileView {
  readonly thumbnail?: boolean;
  /** Saved instead of shown. */
  readonly download?: boolean;
}

/** Addresses of files, which die within minutes: asked for when they are needed, kept while they are good. */
export class FileAddresses {
  private readonly known = new Map<string, FileAddress>();

  constructor(
    private readonly api: Pick<Api, "get">,
    private readonly clock: Pick<Clock, "now">,
  ) {}

  /** @throws ChatError `not_found` when the file is not there any more, `not_allowed` while it is being checked */
  async get(id: string, { thumbnail, download }: FileView = {}): Promise<string> {
    const query = `format=json${thumbnail ? "&thumbnail=true" : ""}${download ? "&download=true" : ""}`;
    const path = `/v1/files/${id}?${query}`;
    const known = this.known.get(path);
    if (known && Date.parse(known.expiresAt) - SPARE_MS > this.clock.now()) return known.url;
    const address = await this.api.get<FileAddress>(path);
    this.known.set(path, address);
    return address.url;
  }
}
