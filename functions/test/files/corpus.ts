import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { picture } from "./pictures.ts";

/** What becomes of a file: refused before a byte is sent, refused once its bytes are known, or taken as a type. */
export type Outcome = "refused at once" | "refused by content" | `taken as ${string}`;

export interface Nasty {
  readonly what: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly outcome: Outcome;
  /** Of what is taken: whether a browser may show it in place. */
  readonly inline?: boolean;
  /** Of a picture: whether there is a thumbnail of it. */
  readonly thumbnail?: boolean;
  /** The name under which it is saved, where that is another one. */
  readonly savedAs?: string;
  /** The length that the client claims, where it lies. */
  readonly claimed?: number;
}

const text = (content: string): Uint8Array => Buffer.from(content);
const hex = (content: string): Uint8Array => Buffer.from(content.replaceAll(" ", ""), "hex");
const join = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);

const SCRIPT = "<script>alert(1)</script>";
const PE = join(text("MZ"), Buffer.alloc(58), hex("80000000"), Buffer.alloc(64), text("PE\0\0"));
const ELF = join(hex("7f454c46 020101"), Buffer.alloc(57));
const ZIP_END = hex("504b0506 0000 0000 0000 0000 00000000 00000000 0000");
const GIF = hex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b");

/** One entry, stored without compression, as zip tools write it. */
function zip(name: string, content: string): Uint8Array {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return join(header, text(name), text(content), ZIP_END);
}

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = join(text(type), data);
  let crc = 0xffffffff;
  for (const byte of body) crc = (CRC_TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const end = Buffer.alloc(4);
  end.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return join(length, body, end);
}

/** A PNG that says it has so many pixels; its data are a few of them, compressed. */
function pngOfSize(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(200_000));
  const signature = hex("89504e470d0a1a0a");
  return join(signature, pngChunk("IHDR", head), pngChunk("IDAT", data), pngChunk("IEND", Buffer.alloc(0)));
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`;
const png = "image/png";
const plain = "text/plain";
const PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/** Files that people, or those who mean no good, send to a chat. */
export async function corpus(): Promise<Nasty[]> {
  const { bytes: good } = await picture(64, 48);
  const { bytes: jpeg } = await picture(64, 48, "jpeg");
  const refused = "refused by content";
  const atOnce = "refused at once";
  const asPng = { contentType: png, outcome: `taken as ${png}`, inline: true } as const;
  const asText = { contentType: plain, outcome: `taken as ${plain}`, inline: false } as const;
  return [
    {
      what: "a Windows program",
      name: "setup.exe",
      contentType: "application/x-msdownload",
      bytes: PE,
      outcome: atOnce,
    },
    {
      what: "a Windows program, called a picture",
      name: "cat.png",
      contentType: png,
      bytes: PE,
      outcome: refused,
    },
    {
      what: "a Linux program, called a text",
      name: "readme.txt",
      contentType: plain,
      bytes: ELF,
      outcome: refused,
    },
    {
      what: "a macOS program, called a PDF",
      name: "a.pdf",
      contentType: "application/pdf",
      bytes: hex("cffaedfe07000001030000000200000010000000"),
      outcome: refused,
    },
    {
      what: "a shell script, called a text",
      name: "notes.txt",
      contentType: plain,
      bytes: text("#!/bin/sh\nrm -rf ~\n"),
      outcome: refused,
    },
    {
      what: "a batch file, called what it is",
      name: "run.bat",
      contentType: plain,
      bytes: text("del C:\\*"),
      outcome: atOnce,
    },
    {
      what: "a PowerShell script in capitals",
      name: "RUN.PS1",
      contentType: plain,
      bytes: text("Remove-Item C:\\"),
      outcome: atOnce,
    },
    {
      what: "a double extension that ends in a program",
      name: "invoice.pdf.exe",
      contentType: "application/pdf",
      bytes: text(PDF),
      outcome: atOnce,
    },
    {
      what: "a program's extension with a dot behind it",
      name: "invoice.exe.",
      contentType: "application/pdf",
      bytes: text(PDF),
      outcome: atOnce,
    },
    {
      what: "a name that reads right to left",
      name: "photo\u202Egnp.exe",
      contentType: png,
      bytes: good,
      outcome: atOnce,
    },
    {
      what: "a name that turns around, of a picture",
      name: "photo\u202Egpj.png",
      bytes: good,
      ...asPng,
      thumbnail: true,
      savedAs: "photogpj.png",
    },
    {
      what: "a name with a path",
      name: "../../etc/passwd.png",
      bytes: good,
      ...asPng,
      thumbnail: true,
      savedAs: "_.._etc_passwd.png",
    },
    {
      what: "a name with line breaks and quotes",
      name: 'a"\r\nSet-Cookie: x=1.png',
      bytes: good,
      ...asPng,
      thumbnail: true,
      savedAs: "a_Set-Cookie_ x=1.png",
    },
    {
      what: "a name of dots and spaces",
      name: " ... ",
      bytes: text("hello"),
      ...asText,
      savedAs: "file.txt",
    },
    {
      what: "a name of 255 letters",
      name: `${"ä".repeat(251)}.png`,
      bytes: good,
      ...asPng,
      thumbnail: true,
      savedAs: `${"ä".repeat(196)}.png`,
    },
    {
      what: "a name of markup",
      name: "<img src=x onerror=alert(1)>.txt",
      bytes: text("hello"),
      ...asText,
      savedAs: "_img src=x onerror=alert(1)_.txt",
    },
    {
      what: "an SVG with a script",
      name: "logo.svg",
      contentType: "image/svg+xml",
      bytes: text(svg),
      outcome: atOnce,
    },
    {
      what: "an SVG with a script, called a PNG",
      name: "logo.png",
      contentType: png,
      bytes: text(svg),
      outcome: refused,
    },
    {
      what: "an SVG behind a declaration and a comment",
      name: "a.png",
      contentType: png,
      bytes: text(`<?xml version="1.0"?><!-- x -->${svg}`),
      outcome: refused,
    },
    {
      what: "a page, called a text",
      name: "a.txt",
      contentType: plain,
      bytes: text(`<!DOCTYPE html><html>${SCRIPT}</html>`),
      outcome: refused,
    },
    {
      what: "a page behind a mark and blank lines",
      name: "a.txt",
      contentType: plain,
      bytes: text(`\ufeff\n\n  <html>${SCRIPT}</html>`),
      outcome: refused,
    },
    {
      what: "a text with a script in its middle",
      name: "a.txt",
      contentType: plain,
      bytes: text(`hello\n${SCRIPT}`),
      outcome: refused,
    },
    {
      what: "a PHP script",
      name: "a.txt",
      contentType: plain,
      bytes: text("<?php system($_GET['c']); ?>"),
      outcome: refused,
    },
    {
      what: "XML with an external entity",
      name: "a.txt",
      contentType: plain,
      bytes: text('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>'),
      outcome: refused,
    },
    {
      what: "a page in UTF-16",
      name: "a.txt",
      contentType: plain,
      bytes: join(hex("fffe"), Buffer.from(`<html>${SCRIPT}`, "utf16le")),
      outcome: refused,
    },
    {
      what: "a picture with a page behind it",
      name: "a.png",
      bytes: join(good, text(`<html>${SCRIPT}`)),
      ...asPng,
      thumbnail: true,
    },
    {
      what: "a GIF that is a script too",
      name: "a.gif",
      contentType: "image/gif",
      bytes: join(text("GIF89a/*"), GIF.subarray(8), text("*/=alert(1)//")),
      outcome: "taken as image/gif",
      inline: true,
      thumbnail: true,
    },
    {
      what: "a JPEG with a zip behind it",
      name: "a.jpg",
      contentType: "image/jpeg",
      bytes: join(jpeg, zip("a.txt", "hello")),
      outcome: "taken as image/jpeg",
      inline: true,
      thumbnail: true,
    },
    {
      what: "a PDF with a zip behind it",
      name: "a.pdf",
      contentType: "application/pdf",
      bytes: join(text(PDF), zip("a.exe", "MZ")),
      outcome: "taken as application/pdf",
      inline: false,
    },
    {
      what: "a zip with a program in it",
      name: "a.zip",
      contentType: "application/zip",
      bytes: zip("a.exe", "MZ"),
      outcome: "taken as application/zip",
      inline: false,
    },
    {
      what: "a Java archive, called a zip",
      name: "a.jar",
      contentType: "application/zip",
      bytes: zip("META-INF/MANIFEST.MF", "Main-Class: A"),
      outcome: atOnce,
    },
    {
      what: "a PNG of 50,000 x 50,000 pixels",
      name: "bomb.png",
      bytes: pngOfSize(50_000, 50_000),
      ...asPng,
      thumbnail: false,
    },
    {
      what: "a PNG of 1 x 4,000,000,000 pixels",
      name: "bomb.png",
      bytes: pngOfSize(1, 4_000_000_000),
      ...asPng,
      thumbnail: false,
    },
    {
      what: "a PNG that breaks off",
      name: "half.png",
      bytes: good.subarray(0, good.length >> 1),
      ...asPng,
      thumbnail: false,
    },
    {
      what: "only the first bytes of a PNG",
      name: "none.png",
      contentType: png,
      bytes: hex("89504e470d0a1a0a"),
      outcome: refused,
    },
    { what: "no bytes at all", name: "empty.txt", contentType: plain, bytes: text(""), outcome: atOnce },
    {
      what: "fewer bytes than were declared",
      name: "short.txt",
      contentType: plain,
      bytes: text("hello"),
      claimed: 6,
      outcome: refused,
    },
    {
      what: "more bytes than were declared",
      name: "long.txt",
      contentType: plain,
      bytes: text("hello!"),
      claimed: 5,
      outcome: refused,
    },
    {
      what: "bytes that nobody knows, called a picture",
      name: "a.png",
      contentType: png,
      bytes: hex("00010203040506070809"),
      outcome: refused,
    },
    {
      what: "a PNG, called a text",
      name: "note.txt",
      contentType: plain,
      bytes: good,
      outcome: `taken as ${png}`,
      inline: true,
      thumbnail: true,
      savedAs: "note.txt.png",
    },
    {
      what: "an animated picture of 2,000 frames",
      name: "a.gif",
      contentType: "image/gif",
      bytes: await frames(2_000),
      outcome: "taken as image/gif",
      inline: true,
      thumbnail: true,
    },
    {
      what: "a type with parameters and capitals",
      name: "a.txt",
      contentType: "Text/Plain",
      bytes: text("hello"),
      outcome: `taken as ${plain}`,
      inline: false,
    },
  ];
}

async function frames(count: number): Promise<Uint8Array> {
  const raw = { width: 4, height: 4 * count, channels: 3, pageHeight: 4 } as const;
  const pixels = Buffer.alloc(4 * 4 * count * 3, 200);
  for (let i = 0; i < pixels.length; i += 48) pixels[i] = i % 256;
  return sharp(pixels, { raw }).gif({ loop: 0 }).toBuffer();
}
