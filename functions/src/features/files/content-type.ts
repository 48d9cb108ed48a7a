/** So much of a file's beginning decides its type. */
export const TYPE_BYTES = 64 * 1024;

/** Pictures made of pixels, which browsers show and which hold no script. SVG is a document. */
const RASTER = new Set([
  "image/png",
  "image/apng",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "image/heic",
  "image/heif",
  "image/tiff",
]);
const SHOWN_INLINE = new Set(
  [...RASTER].filter((type) => !["image/heic", "image/heif", "image/tiff"].includes(type)),
);

/** Text that is more than text. */
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/^#!/, "application/x-sh"],
  [/<svg[\s>]/i, "image/svg+xml"],
  [
    /^<(!doctype\s+html|html|head|body|script|iframe|style|title|meta|base|link|form|a\s|img|table|div|p>)/i,
    "text/html",
  ],
  [/^<\?(php|=)/i, "application/x-php"],
  [/^<(\?xml|!doctype|!entity|[a-z_][\w.-]*(:[\w.-]+)?(\s[^>]*)?>)/i, "application/xml"],
];
const SCRIPT_TAG = /<(script|iframe|object|embed)[\s>]/i;

/**
 * What a file is, by its first bytes and never by its name: a media type, "text/plain" for readable text without
 * markup, and "application/octet-stream" for what nobody knows.
 */
export async function detectType(start: Uint8Array): Promise<string> {
  // Text in UTF-16 begins like a frame of MPEG audio.
  const found = utf16Of(start) !== null && asText(start) !== null ? null : await byMagic(start);
  if (found !== null) return found;
  const text = asText(start);
  if (text === null) return "application/octet-stream";
  const beginning = text.replace(/^\ufeff/, "").replace(/^(\s|<!--[\s\S]*?-->)+/, "");
  for (const [pattern, type] of MARKUP) if (pattern.test(beginning)) return type;
  return SCRIPT_TAG.test(text) ? "text/html" : "text/plain";
}

/** Whether a type is on the list. `image/*` stands for pictures made of pixels alone. */
export function isAllowed(type: string, allowed: readonly string[]): boolean {
  if (allowed.includes(type)) return true;
  const [kind] = type.split("/");
  return allowed.includes(`${kind}/*`) && (kind !== "image" || RASTER.has(type));
}

/** Whether a thumbnail can be made of it. */
export const isRaster = (type: string): boolean => RASTER.has(type);

/** Whether a browser may show it in place: it can hold nothing that runs. */
export function isShownInline(type: string): boolean {
  return SHOWN_INLINE.has(type) || type.startsWith("audio/") || type.startsWith("video/");
}

/** Names that packages and browsers use for one and the same. */
const SAME_AS: Readonly<Record<string, string>> = {
  "image/jpg": "image/jpeg",
  "image/x-png": "image/png",
  "application/x-zip-compressed": "application/zip",
  "application/x-pdf": "application/pdf",
  "audio/x-wav": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/mp3": "audio/mpeg",
  "video/x-m4v": "video/mp4",
  "text/csv": "text/plain",
  "text/markdown": "text/plain",
  "text/x-log": "text/plain",
  "application/json": "text/plain",
};

/** The one name for a type that has several, without parameters. */
export function canonicalType(type: string): string {
  const bare = type.split(";")[0]?.trim().toLowerCase() ?? type;
  return SAME_AS[bare] ?? bare;
}

async function byMagic(start: Uint8Array): Promise<string | null> {
  // Few instances ever look at a file, and every one would load it.
  const { fileTypeFromBuffer } = await import("file-type");
  const found = await fileTypeFromBuffer(start);
  if (found === undefined) return null;
  const type = canonicalType(found.mime);
  // "xml" is found by its declaration alone; what it declares is looked at as text.
  return type === "application/xml" || type === "text/xml" ? null : type;
}

/** The kind of UTF-16 that a byte order mark tells. */
function utf16Of([first, second]: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

/** Readable text in UTF-8, or UTF-16 with its mark; null for everything else. */
function asText(bytes: Uint8Array): string | null {
  const encoding = utf16Of(bytes) ?? "utf-8";
  try {
    // A file that goes on may be cut within a character.
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells binary data from text
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
