import type { BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { ScriptedChat } from "./scripted-chat.ts";
import { ScriptedPanel } from "./scripted-panel.ts";
import type { Stage } from "./stage.ts";
import { useStage } from "./use-stage.ts";

interface Scene {
  readonly chat: ScriptedChat;
  stage(): Stage;
  /** A visitor at the page, the chat closed. */
  visit(options?: BrowserContextOptions): Promise<ScriptedPanel>;
  /** A visitor with the chat open. */
  open(options?: BrowserContextOptions): Promise<ScriptedPanel>;
}

/** A browser and a scripted chat for a test file; each test begins with a chat that knows nobody. */
export function useScriptedChat(): Scene {
  const chat = new ScriptedChat();
  let stage: Stage;
  useStage((opened) => {
    stage = opened;
  });
  beforeAll(() => chat.open());
  afterEach(() => chat.reset());
  afterAll(() => chat.close());
  const visit = async (options: BrowserContextOptions = {}) =>
    ScriptedPanel.visit(await stage.person(options), chat);
  return { chat, stage: () => stage, visit, open: async (options) => (await visit(options)).open() };
}
