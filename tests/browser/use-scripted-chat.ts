import type { BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Fixture } from "./fixture.ts";
import { ScriptedChat } from "./scripted-chat.ts";
import { ScriptedPanel } from "./scripted-panel.ts";
import { useFixture } from "./use-fixture.ts";

interface Scene {
  readonly chat: ScriptedChat;
  fixture(): Fixture;
  /** A visitor at the page, the chat closed. */
  visit(options?: BrowserContextOptions): Promise<ScriptedPanel>;
  /** A visitor with the chat open. */
  open(options?: BrowserContextOptions): Promise<ScriptedPanel>;
}

/** A browser and a scripted chat for a test file; each test begins with a chat that knows nobody. */
export function useScriptedChat(): Scene {
  const chat = new ScriptedChat();
  let fixture: Fixture;
  useFixture((opened) => {
    fixture = opened;
  });
  beforeAll(() => chat.open());
  afterEach(() => chat.reset());
  afterAll(() => chat.close());
  const visit = async (options: BrowserContextOptions = {}) =>
    ScriptedPanel.visit(await fixture.person(options), chat);
  return { chat, fixture: () => fixture, visit, open: async (options) => (await visit(options)).open() };
}
