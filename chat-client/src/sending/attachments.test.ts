import type { EventFile } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { FakeBrowser } from "../../test/fakes.ts";
import { ChatError } from "../platform/chat-error.ts";
import { Attachments } from "./attachments.ts";
import type { FileLimits } from "./check-file.ts";

const LIMITS: FileLimits = { allowedTypes: ["image/*", "text/plain"], maxBytes: 1_000, maxPerMessage: 3 };

/** A composer whose server answers as the script says, then well. */
function composer(script: (ChatError | "ok")[] = []) {
  const calls: string[] = [];
  const platform = {
    ...new FakeBrowser().tab(),
    fetch: (async () => new Response("{}", { status: 200 })) as typeof fetch,
  };
  const file = { id: "file1", name: "a.png", state: "ready", altText: null } as EventFile;
  const post = async <T>(path: string): Promise<T> => {
    calls.push(path);
    const next = script.shift();
    if (next instanceof ChatError) throw next;
    return (path.endsWith("/finish") ? file : { file, upload: { url: "https://store.example/1" } }) as T;
  };
  const patch = async <T>(path: string, body: object): Promise<T> => {
    calls.push(`${path} ${JSON.stringify(body)}`);
    return file as T;
  };
  const attachments = new Attachments({
    api: { post, patch },
    platform,
    limits: () => LIMITS,
    conversation: async () => "chat1",
  });
  return { attachments, calls, first: () => attachments.list.get()[0] };
}

const picture = (bytes = 10, name = "a.png", type = "image/png") =>
  new File([new Uint8Array(bytes)], name, { type });
const states = (attachments: Attachments) => attachments.list.get().map(({ state }) => state);

describe("attachments", () => {
  it("are uploaded at once and go with the message when they are ready", async () => {
    const { attachments, calls, first } = composer();
    attachments.add([picture()]);
    expect(first()).toMatchObject({ state: "uploading", name: "a.png", progress: 0 });
    expect(attachments.take()).toEqual([]);
    await expect.poll(() => first()?.state).toBe("ready");
    expect(attachments.take()).toMatchObject([{ id: "file1" }]);
    expect(attachments.list.get()).toEqual([]);
    expect(calls).toEqual(["/v1/conversations/chat1/files", "/v1/files/file1/finish"]);
  });

  it("that cannot be sent are refused without a call, with the reason", async () => {
    const { attachments, calls } = composer();
    attachments.add([picture(1_001), picture(0), picture(10, "a.svg", "image/svg+xml"), picture()]);
    const reasons = attachments.list.get().map(({ problem }) => problem?.reason);
    expect(reasons).toEqual(["tooLarge", "empty", "wrongType", "tooMany"]);
    expect(calls).toEqual([]);
  });

  it.each([
    ["unsupported_media_type", "wrongType"],
    ["entity_too_large", "tooLarge"],
    ["too_many_requests", "tooOften"],
    ["not_allowed", "notAllowed"],
    ["service_unavailable", "network"],
  ] as const)("that the server refuses by %s say %s", async (type, reason) => {
    const { attachments, first } = composer([new ChatError(type, "no")]);
    attachments.add([picture()]);
    await expect.poll(() => first()?.problem?.reason).toBe(reason);
  });

  it("are tried again when asked", async () => {
    const { attachments, first } = composer([new ChatError("network", "no")]);
    attachments.add([picture()]);
    await expect.poll(() => first()?.state).toBe("failed");
    attachments.retry(first()?.id ?? "");
    await expect.poll(() => first()?.state).toBe("ready");
  });

  it("that are taken off stay off, also when their upload ends later", async () => {
    const { attachments, first } = composer();
    attachments.add([picture(), picture()]);
    attachments.cancel(first()?.id ?? "");
    await expect.poll(() => states(attachments)).toEqual(["ready"]);
    attachments.stop();
    expect(attachments.list.get()).toEqual([]);
  });

  it("keep what was said of them in words, before and after they are ready", async () => {
    const { attachments, calls, first } = composer();
    attachments.add([picture()]);
    await attachments.describe(first()?.id ?? "", "A crack");
    await expect.poll(() => first()?.state).toBe("ready");
    expect(calls.at(-1)).toBe('/v1/files/file1 {"altText":"A crack"}');
    expect(attachments.take()).toMatchObject([{ altText: "A crack" }]);
  });
});
