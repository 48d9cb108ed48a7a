import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoints } from "@livechat/contract";
import sharp from "sharp";
import { processFile } from "../functions/src/features/files/process-file.ts";
import type { Context } from "../functions/src/platform/context.ts";
import type { ApiClient } from "../local/api-client.ts";
import { type RunningStorage, STORAGE_EXPORT, startStorage } from "../local/parts/storage.ts";

interface DemoFile {
  readonly name: string;
  readonly contentType: string;
  readonly altText: string;
  readonly bytes: Uint8Array;
}

/** Shapes alone: what text looks like depends on the machine's fonts. */
const PHOTO = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
  <rect width="800" height="600" fill="#e8e2d6"/>
  <rect y="430" width="800" height="170" fill="#b08d62"/>
  <rect x="392" width="16" height="150" fill="#33312e"/>
  <path d="M300 150h200l90 210H210z" fill="#2b5a7a"/>
  <ellipse cx="400" cy="360" rx="190" ry="34" fill="#f7efc9"/>
  <path d="M470 190l-30 60 40 20-36 84" fill="none" stroke="#e8e2d6" stroke-width="9"/>
  <path d="M250 480l50-30 26 46zM430 500l64-22 10 44zM540 470l30 8-12 26z" fill="#2b5a7a"/>
</svg>`;

/** One page with a line of text. Source: ISO 32000-1, 7.5. */
function labelAsPdf(): Uint8Array {
  const text = "BT /F1 20 Tf 60 240 Td (Nordlicht Lamps: return label) Tj ET";
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 298]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let pdf = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const offset = pdf.length;
    pdf += `${i + 1} 0 obj${object}endobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const start = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  return Buffer.from(`${pdf}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`);
}

export interface Place {
  readonly token: string;
  readonly conversationId: string;
  readonly threadId: string;
}

/** The photo and the PDF that the demo's chats have, sent as the pages send files. */
export class DemoFiles {
  private constructor(
    private readonly api: ApiClient,
    private readonly ctx: Context,
    private readonly all: Readonly<Record<"photo" | "label", DemoFile>>,
  ) {}

  static async make(api: ApiClient, ctx: Context): Promise<DemoFiles> {
    const photo = await sharp(Buffer.from(PHOTO)).jpeg({ quality: 80 }).toBuffer();
    return new DemoFiles(api, ctx, {
      photo: {
        ...{ name: "broken-shade.jpg", contentType: "image/jpeg", bytes: photo },
        altText: "A blue lamp shade with a crack, and pieces of it on a table",
      },
      label: {
        ...{ name: "return-label.pdf", contentType: "application/pdf", bytes: labelAsPdf() },
        altText: "",
      },
    });
  }

  async send(which: "photo" | "label", text: string, place: Place): Promise<void> {
    const { token, conversationId, threadId } = place;
    const { name, contentType, altText, bytes } = this.all[which];
    const described = altText === "" ? {} : { altText };
    const body = { name, contentType, sizeBytes: bytes.length, ...described };
    const began = await this.api.call(endpoints.createConversationFile, {
      token,
      params: { id: conversationId },
      body,
    });
    const { file, upload } = began.body;
    const { method, headers, url } = upload;
    const stored = await fetch(url, { method, headers, body: Buffer.from(bytes) });
    if (!stored.ok) throw new Error(`The store answered ${stored.status}.`);
    await this.api.call(endpoints.finishFile, { token, params: { id: file.id } });
    await processFile({ fileId: file.id }, this.ctx);
    const event = { type: "file" as const, fileIds: [file.id], text };
    await this.api.call(endpoints.addEvent, { token, params: { id: threadId }, body: event });
  }
}

export interface DemoStorage {
  readonly environment: RunningStorage["environment"];
  /** Writes the bytes beside what the folder holds of Firestore, and stops. */
  exportTo(folder: string): Promise<void>;
}

export async function startDemoStorage(projectId: string): Promise<DemoStorage> {
  const folder = await mkdtemp(join(tmpdir(), "livechat-demo-files-"));
  const { emulator, environment } = await startStorage({ port: 0, projectId, folder, importFrom: null });
  return {
    environment,
    exportTo: async (exportFolder) => {
      await emulator.export(join(exportFolder, STORAGE_EXPORT));
      await emulator.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
