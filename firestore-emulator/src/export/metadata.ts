/** The two metadata files of an export: an overall one that lists the kinds, and one per kind that lists outputs. */
import { invalidArgument } from "../model/status.ts";
import { fromInt64, kindMetadataCodec, overallMetadataCodec, toInt64 } from "./entity-schema.ts";
import { readLog, writeLog } from "./leveldb-log.ts";

/** First record of every overall metadata file; other values are other versions of the format. */
const OVERALL_FORMAT_VERSION = 0x33;
const KIND_FORMAT_VERSION = { major: 2, minor: 3 };

/** One part of an export: its metadata file, relative to the overall one, and how much is in it. */
export interface ExportedKind {
  file: string;
  documents: number;
  bytes: number;
}

/** When an export began and ended, in microseconds since 1970, and the files it was written to. */
export interface KindMetadata {
  name: string;
  startMicros: number;
  endMicros: number;
  outputs: string[];
}

export function encodeOverallMetadata(kinds: readonly ExportedKind[]): Uint8Array {
  const records: Uint8Array[] = [Uint8Array.of(OVERALL_FORMAT_VERSION)];
  if (kinds.length > 0) {
    const message = kinds.map((kind) => ({
      version: KIND_FORMAT_VERSION,
      file: kind.file,
      documents: toInt64(BigInt(kind.documents)),
      bytes: toInt64(BigInt(kind.bytes)),
    }));
    records.push(overallMetadataCodec.encode({ kinds: message }));
  }
  return writeLog(records);
}

/** @throws StatusError INVALID_ARGUMENT for another version or a damaged file */
export function decodeOverallMetadata(bytes: Uint8Array, fileName: string): ExportedKind[] {
  const unsupported = invalidArgument("Overall export metadata file version not supported");
  let records: Uint8Array[];
  try {
    records = [...readLog(bytes, fileName)];
  } catch {
    throw unsupported;
  }
  const [version, ...messages] = records;
  if (version?.length !== 1 || version[0] !== OVERALL_FORMAT_VERSION) {
    throw unsupported;
  }
  return messages.flatMap((message) => decodeOrRefuse(() => readKinds(message), fileName));
}

export function encodeKindMetadata({ name, startMicros, endMicros, outputs }: KindMetadata): Uint8Array {
  return kindMetadataCodec.encode({
    export: { name, startMicros: toInt64(BigInt(startMicros)), endMicros: toInt64(BigInt(endMicros)) },
    outputs: outputs.map((file) => ({ filter: new Uint8Array(), file })),
  });
}

/** The output files that a kind's metadata lists, relative to it. */
export function decodeKindOutputs(bytes: Uint8Array, fileName: string): string[] {
  const { outputs } = decodeOrRefuse(() => kindMetadataCodec.decode(bytes), fileName);
  return (outputs ?? []).map(({ file }) => file ?? "").filter((file) => file !== "");
}

function readKinds(message: Uint8Array): ExportedKind[] {
  return (overallMetadataCodec.decode(message).kinds ?? []).map((kind) => ({
    file: kind.file,
    documents: Number(fromInt64(kind.documents ?? 0)),
    bytes: Number(fromInt64(kind.bytes ?? 0)),
  }));
}

function decodeOrRefuse<T>(decode: () => T, fileName: string): T {
  try {
    return decode();
  } catch (error) {
    throw invalidArgument(
      `Failed to parse ${fileName}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
