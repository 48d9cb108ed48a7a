import { endpoints } from "@livechat/contract";
import { Refused } from "../../local/api-client.ts";
import type { BenchTable } from "../../tests/bench/benchmark.ts";
import { processFile } from "../src/features/files/process-file.ts";
import { corpus, type Nasty } from "../test/files/corpus.ts";
import type { Setting } from "./files-setting.ts";

const MAX_SHOWN_CHARS = 28;

/** A name as a table can hold it: what turns the line, or the direction, is written out. */
function shown(name: string): string {
  const text = name.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text;
}

/** What happens to a file on its way, in the words of the table. */
async function happens(file: Nasty, { ctx, api, token, conversationId }: Setting): Promise<string> {
  const { name, contentType, bytes, claimed } = file;
  const body = { name, contentType, sizeBytes: claimed ?? bytes.length };
  try {
    const asked = { token, params: { id: conversationId }, body };
    const begun = (await api.call(endpoints.createConversationFile, asked)).body;
    const { url, method, headers } = begun.upload;
    await fetch(url, { method, headers, body: Buffer.from(bytes) });
    const { id } = begun.file;
    const found = (await api.call(endpoints.finishFile, { token, params: { id } })).body;
    await processFile({ fileId: id }, ctx);
    const named = found.name === name ? "" : `, named ${shown(found.name)}`;
    return `taken as ${found.contentType}${named}`;
  } catch (error) {
    if (error instanceof Refused) return `refused, ${error.status}`;
    throw error;
  }
}

/** What becomes of each of the files that nobody should get to see as what they claim to be. */
export async function corpusTable(setting: Setting): Promise<BenchTable> {
  const rows: string[][] = [];
  for (const file of await corpus()) {
    rows.push([file.what, shown(file.name), await happens(file, setting)]);
  }
  return { title: "Nasty files", columns: ["file", "name", "what happened"], rows };
}
