import { refused } from "../../platform/error.ts";

const MAX_NAME_CHARS = 200;

/** Invisible marks that turn the reading direction, so that "exe.gpj" reads "jpg.exe", and others that hide. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const PATH_OR_RESERVED = /[\\/:*?"<>|]/g;

/** What a double click runs, on any system: refused whatever the bytes are. */
const RUNNABLE = new Set(
  `app apk appimage bat chm cmd com cpl deb dll dmg exe gadget hta html htm inf ins iso jar js jse jsp ksh lnk mht
  mhtml msc msi msp mst pif pkg php ps1 psm1 py rb reg rpm scf scr sct sh shb shtml svg svgz swf sys url vb vbe vbs
  wsc wsf wsh xht xhtml xll xml xsl xslt`.split(/\s+/),
);

/** Extensions by type, the usual one first: a name that says something else gets the usual one behind it. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  "image/png": ["png"],
  "image/apng": ["png", "apng"],
  "image/jpeg": ["jpg", "jpeg", "jfif"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
  "image/avif": ["avif"],
  "image/heic": ["heic", "heif"],
  "image/bmp": ["bmp"],
  "image/tiff": ["tif", "tiff"],
  "application/pdf": ["pdf"],
  "application/zip": ["zip"],
  "text/plain": ["txt", "csv", "md", "log", "json", "text", "tsv", "yaml", "yml", "ini"],
};

/** A name as people may see it: one line, no path, nothing hidden, not too long. */
export function cleanName(name: string): string {
  const visible = name.normalize("NFC").replace(HIDDEN, "").replace(PATH_OR_RESERVED, "_");
  const trimmed = visible.replace(/\s+/g, " ").replace(/^[. ]+|[. ]+$/g, "");
  if (trimmed === "") return "file";
  const extension = extensionOf(trimmed);
  const characters = [...trimmed];
  if (characters.length <= MAX_NAME_CHARS) return trimmed;
  const kept = characters.slice(0, MAX_NAME_CHARS - extension.length - 1).join("");
  return extension === "" ? kept : `${kept}.${extension}`;
}

/** @throws ChatError `unsupported_media_type` for what a double click would run */
export function refuseRunnable(name: string): void {
  const extension = extensionOf(name);
  if (!RUNNABLE.has(extension)) return;
  throw refused("file_ending", { extension });
}

/** The name under which a file is saved: its last extension fits what was found in the bytes. */
export function savedName(name: string, contentType: string): string {
  const fitting = EXTENSIONS[contentType];
  if (fitting === undefined || fitting.includes(extensionOf(name))) return name;
  return `${name}.${fitting[0]}`;
}

/** The header `Content-Disposition`, RFC 6266, with the name in UTF-8 by RFC 8187. */
export function contentDisposition(type: "inline" | "attachment", name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** The last extension in lower case, without trailing dots and spaces, which systems drop. */
function extensionOf(name: string): string {
  const match = /\.([^.\s]{1,12})[.\s]*$/.exec(name);
  return match?.[1]?.toLowerCase() ?? "";
}
