import type { Sharp } from "sharp";

const MAX_EDGE_PIXELS = 320;
/** A decoded picture needs 4 bytes a pixel: 200 MB at most. */
const MAX_PIXELS = 50_000_000;
const TIMEOUT_SECONDS = 20;

/** Formats that may be decoded, by the names that sharp gives them. SVG, PDF and others are never tried. */
const DECODED = new Set(["png", "jpeg", "gif", "webp", "heif", "tiff"]);

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** WebP of at most 320 pixels, without EXIF and other metadata. */
  readonly thumbnail: Uint8Array;
}

/**
 * The size of a picture as it is seen, and a small copy. Of animations the first frame is taken.
 * @returns null for what is no picture, is damaged or has too many pixels: it is then a file like any other.
 */
export async function makeThumbnail(bytes: Uint8Array): Promise<Picture | null> {
  // Loaded here: it takes long, and only this function needs it.
  const { default: sharp } = await import("sharp");
  try {
    const picture: Sharp = sharp(bytes, {
      limitInputPixels: MAX_PIXELS,
      failOn: "error",
      sequentialRead: true,
    });
    const { format, autoOrient } = await picture.metadata();
    if (!DECODED.has(format ?? "")) return null;
    const thumbnail = await picture
      .autoOrient()
      .resize({ width: MAX_EDGE_PIXELS, height: MAX_EDGE_PIXELS, fit: "inside", withoutEnlargement: true })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .webp({ quality: 80 })
      .toBuffer();
    return { width: autoOrient.width, height: autoOrient.height, thumbnail };
  } catch (error) {
    // sharp throws plain errors for whatever is wrong with a picture, and that is the sender's affair.
    if (error instanceof Error) return null;
    throw error;
  }
}
