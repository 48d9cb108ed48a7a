import { generateKeyPairSync } from "node:crypto";
import { Storage } from "@google-cloud/storage";
import { beforeAll, describe, expect, it } from "vitest";
import { BUCKET, keys, SIGNER, useEmulator } from "./fixture.ts";

let ahead = 0;
const running = useEmulator({ clock: () => Date.now() + ahead });
const NAME = "folder/ü picture (1).png";

async function sign(more: object = {}, storage: Storage = running().storage): Promise<string> {
  const [url] = await storage
    .bucket(BUCKET)
    .file(NAME)
    .getSignedUrl({ version: "v4", action: "read", expires: Date.now() + 300_000, ...more });
  return url;
}

async function refusalOf(url: string, init: RequestInit = {}): Promise<string> {
  const answer = await fetch(url, init);
  return `${answer.status} ${/<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]}`;
}

beforeAll(async () => {
  await running()
    .bucket.file(NAME)
    .save("picture", { resumable: false, contentType: "image/png", metadata: { cacheControl: "no-store" } });
});

describe("signed addresses", () => {
  it("read the object, a range of it and its headers", async () => {
    const url = await sign();
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([200, "picture"]);
    expect(answer.headers.get("content-type")).toBe("image/png");
    const part = await fetch(url, { headers: { Range: "bytes=0-2" } });
    expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([
      206,
      "pic",
      "bytes 0-2/7",
    ]);
    expect((await fetch(url, { headers: { Range: "bytes=7-" } })).status).toBe(416);
  });

  it("put other headers in place of the object's", async () => {
    const answer = await fetch(
      await sign({ responseType: "text/plain", responseDisposition: 'attachment; filename="a b.png"' }),
    );
    expect(answer.headers.get("content-type")).toBe("text/plain");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="a b.png"');
  });

  it("die at their time", async () => {
    const url = await sign();
    ahead = 298_000;
    expect((await fetch(url)).status).toBe(200);
    ahead = 301_000;
    expect(await refusalOf(url)).toBe("400 ExpiredToken");
    ahead = 0;
  });

  it("die with the object and with its generation", async () => {
    const file = running().bucket.file(NAME);
    const [{ generation = "" }] = await file.getMetadata();
    const ofGeneration = await sign({ queryParams: { generation: String(generation) } });
    expect((await fetch(ofGeneration)).status).toBe(200);
    await file.save("changed", { resumable: false });
    expect(await refusalOf(ofGeneration)).toBe("404 NoSuchKey");
    const url = await sign();
    await file.delete();
    expect(await refusalOf(url)).toBe("404 NoSuchKey");
    await file.save("picture", { resumable: false });
  });

  it("are good for nothing else", async () => {
    const url = await sign();
    expect(await refusalOf(url.replace("picture", "pacture"))).toBe("403 SignatureDoesNotMatch");
    expect(await refusalOf(url.replace("X-Goog-Expires=3", "X-Goog-Expires=4"))).toBe(
      "403 SignatureDoesNotMatch",
    );
    expect(await refusalOf(`${url}&response-content-type=text/html`)).toBe("403 SignatureDoesNotMatch");
    expect((await fetch(url, { method: "HEAD" })).status).toBe(403);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(404);
    expect(await refusalOf(url.replace(/Signature=\w{4}/, "Signature=0000"))).toBe(
      "403 SignatureDoesNotMatch",
    );
    expect(await refusalOf(url.replace("X-Goog-Date=2", "X-Goog-Date=x"))).toBe(
      "400 AuthorizationQueryParametersError",
    );
  });

  it("are believed from the known signer alone", async () => {
    const other = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const sdk = (client_email: string, private_key: string) =>
      new Storage({
        apiEndpoint: running().emulator.url,
        projectId: "p",
        credentials: { client_email, private_key },
      });
    expect(await refusalOf(await sign({}, sdk(SIGNER, other.privateKey)))).toBe("403 SignatureDoesNotMatch");
    expect(await refusalOf(await sign({}, sdk("who@else", keys.privateKey)))).toBe(
      "403 SignatureDoesNotMatch",
    );
  });

  it("are the only way to read without the API", async () => {
    const url = new URL(await sign());
    expect(await refusalOf(`${url.origin}${url.pathname}`)).toBe("403 AccessDenied");
  });

  it("follow the bucket's CORS configuration", async () => {
    const origin = "https://shop.example";
    const headers = { Origin: origin };
    expect((await fetch(await sign(), { headers })).headers.get("access-control-allow-origin")).toBeNull();
    await running().bucket.setCorsConfiguration([
      { origin: [origin], method: ["GET"], responseHeader: ["Content-Type"], maxAgeSeconds: 60 },
    ]);
    const url = await sign();
    expect((await fetch(url, { headers })).headers.get("access-control-allow-origin")).toBe(origin);
    const preflight = await fetch(url, {
      method: "OPTIONS",
      headers: { ...headers, "Access-Control-Request-Method": "GET" },
    });
    expect(preflight.headers.get("access-control-allow-methods")).toBe("GET");
    const evil = await fetch(url, { headers: { Origin: "https://evil.example" } });
    expect(evil.headers.get("access-control-allow-origin")).toBeNull();
  });
});
