import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoints } from "@livechat/contract";
import sharp from "sharp";
import type { BenchResult } from "../../tests/bench/benchmark.ts";
import { processFile } from "../src/features/files/process-file.ts";
import { Child } from "./child.ts";
import { breaksTable } from "./files-breaks.ts";
import { corpusTable } from "./files-corpus.ts";
import { prepare, type Setting } from "./files-setting.ts";

const MEGABYTE = 1_000_000;
const SIZES_MB = [1, 5, 25, 100];
const CHUNK_BYTES = 65_536;
const SAMPLE_MS = 5;

/**
 * `npm run bench -- files`: the memory of this process while a file goes through it: begin, finish, look at its bytes,
 * address. Client, store and database are other processes, so what grows here is the functions' own. Then an upload whose connection breaks, and what
 * becomes of each of the nasty files that tests send.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "livechat-bench-files-"));
  const firestore = await Child.start("firestore-process.ts");
  const storage = await Child.start("storage-process.ts", { STORAGE_FOLDER: folder });
  try {
    const setting = await prepare(firestore.address, storage.address);
    const sizes = [];
    // The first file loads the SDKs.
    await measure(setting, plain(MEGABYTE));
    for (const size of SIZES_MB) sizes.push(await measure(setting, plain(size * MEGABYTE)));
    const pictures = [await measurePicture(setting, 1_280, 800), await measurePicture(setting, 4_032, 3_024)];
    const tables = [memoryTable(sizes), pictureTable(pictures)];
    return { name: "files", tables: [...tables, await breaksTable(setting), await corpusTable(setting)] };
  } finally {
    await Promise.all([firestore.stop(), storage.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

interface Source {
  name: string;
  contentType: string;
  sizeBytes: number;
  chunks(): Iterable<Uint8Array>;
}

function plain(sizeBytes: number): Source {
  const head = Buffer.from("%PDF-1.7\n".padEnd(CHUNK_BYTES, " "));
  const chunk = randomBytes(CHUNK_BYTES);
  return {
    ...{ name: "scan.pdf", contentType: "application/pdf", sizeBytes },
    *chunks() {
      for (let left = sizeBytes; left > 0; left -= CHUNK_BYTES) {
        yield (left === sizeBytes ? head : chunk).subarray(0, Math.min(left, CHUNK_BYTES));
      }
    },
  };
}

interface Measured {
  sizeBytes: number;
  heldBytes: number;
  finishMs: number;
  processMs: number;
}

/** The most that the process holds more than before, while the file goes through. */
async function measure({ ctx, api, token, conversationId }: Setting, source: Source): Promise<Measured> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), SAMPLE_MS);
  const { name, contentType, sizeBytes } = source;
  const as = { token };
  const body = { name, contentType, sizeBytes };
  const params = { id: conversationId };
  const { file, upload } = (await api.call(endpoints.createConversationFile, { ...as, params, body })).body;
  const bytes = ReadableStream.from(source.chunks());
  await fetch(upload.url, { method: "PUT", body: bytes, duplex: "half" } as RequestInit);
  const began = performance.now();
  await api.call(endpoints.finishFile, { ...as, params: { id: file.id } });
  const finished = performance.now();
  await processFile({ fileId: file.id }, ctx);
  const processed = performance.now();
  await api.call(endpoints.getFile, { ...as, params: { id: file.id }, query: { format: "json" } });
  clearInterval(sampler);
  return { sizeBytes, heldBytes: most - before, finishMs: finished - began, processMs: processed - finished };
}

async function measurePicture(setting: Setting, width: number, height: number) {
  const pixels = randomBytes(width * height * 3);
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .blur(3)
    .jpeg()
    .toBuffer();
  const source = {
    name: "photo.jpg",
    contentType: "image/jpeg",
    sizeBytes: bytes.length,
    chunks: () => [bytes],
  };
  // The first picture loads the decoder.
  await measure(setting, source);
  return { width, height, ...(await measure(setting, source)) };
}

const megabytes = (bytes: number): number => Math.round(bytes / MEGABYTE);

const memoryTable = (rows: Measured[]) => ({
  title: "A file through begin, upload, finish, checksum and address",
  columns: ["file MB", "memory held beyond before, MB", "finish ms", "look at all bytes ms"],
  rows: rows.map(({ sizeBytes, heldBytes, finishMs, processMs }) => [
    megabytes(sizeBytes),
    megabytes(heldBytes),
    Math.round(finishMs),
    Math.round(processMs),
  ]),
});

const pictureTable = (rows: (Measured & { width: number; height: number })[]) => ({
  title: "A picture, from the end of its upload to its thumbnail",
  columns: ["pixels", "file MB", "memory MB", "time to thumbnail ms"],
  rows: rows.map(({ width, height, sizeBytes, heldBytes, finishMs, processMs }) => [
    `${width} x ${height}`,
    (sizeBytes / MEGABYTE).toFixed(1),
    megabytes(heldBytes),
    Math.round(finishMs + processMs),
  ]),
});
