import { DEFAULT_WIDGET_SETTINGS, type Widget, widgetConfig } from "@livechat/contract";
import { expect, it } from "vitest";
import { previewConfig, SCENES } from "./preview-config.ts";

const LAUNCHER = { open: "Open", close: "Close", unread: "Unread", failed: "Failed", dismiss: "Dismiss" };
const at = "2026-03-02T09:00:00.000Z";
const draft: Widget = {
  id: "shop",
  name: "Shop",
  isDefault: true,
  allowedDomains: [],
  ...DEFAULT_WIDGET_SETTINGS,
  texts: { en: { title: "Ask us" }, de: { title: "Fragen Sie uns" } },
  identity: "enforce",
  version: 3,
  publishedAt: null,
  publishedVersion: null,
  createdAt: at,
  updatedAt: at,
  isDeleted: false,
  deletedAt: null,
};

it.each(SCENES)("is what a page would be answered (%s)", (scene) => {
  const config = previewConfig(draft, { locale: "en", scene });
  const complete = { ...config, launcher: LAUNCHER };
  expect(widgetConfig.parse(complete)).toEqual(complete);
});

it("shows the draft in the language that is looked at, with nobody or a full queue", () => {
  expect(previewConfig(draft, { locale: "de", scene: "online" })).toMatchObject({
    texts: { title: "Fragen Sie uns" },
    available: true,
    version: 3,
    identity: "off",
  });
  expect(previewConfig(draft, { locale: "fr", scene: "offline" })).toMatchObject({
    texts: { title: "Ask us" },
    agentsOnline: 0,
  });
  expect(previewConfig(draft, { locale: "en", scene: "full" }).queueFull).toBe(true);
});
