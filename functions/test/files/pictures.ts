import sharp from "sharp";
import type { Sent } from "./desk.ts";

/** A picture with something to see in it, so that it does not shrink to nothing. */
export async function picture(
  width = 800,
  height = 600,
  format: "png" | "jpeg" | "webp" = "png",
): Promise<Sent> {
  const stripes = Buffer.alloc(width * height * 3);
  for (let i = 0; i < stripes.length; i++) stripes[i] = (i * 31) % 256;
  const raw = sharp(stripes, { raw: { width, height, channels: 3 } });
  const exif = { IFD0: { Copyright: "Vera's home address" } };
  const bytes = await raw.withExif(exif).toFormat(format).toBuffer();
  return { name: `screen.${format}`, bytes, contentType: `image/${format}` };
}
