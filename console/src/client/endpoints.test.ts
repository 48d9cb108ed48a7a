import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { CALLS } from "./endpoints.ts";

const SOURCE = join(import.meta.dirname, "..");
type Name = keyof typeof endpoints;

/** What chat-client calls for the console, by itself or for a page. */
const BY_THE_CLIENT: Partial<Record<Name, string>> = {
  login: "sign-in",
  logout: "the menu of oneself",
  firebaseToken: "sign-in to the database",
  heartbeat: "while the console is open",
  getConversation: "listeners; why a chat has gone",
  listConversationEvents: "listeners",
  addEvent: "the composer",
  createConversationFile: "the composer, for each file",
  finishFile: "the composer, when the bytes are there",
  updateFile: "the composer, when a picture is described",
  getFile: "thumbnails, pictures and cards",
  closeConversation: "the conversation's header, when it can no longer be undone",
  transferConversation: "the transfer dialog, when it can no longer be undone",
  me: "a listener to the agent's own document",
  getAgent: "listeners to the team",
  getGroup: "listeners to the groups",
  listNotifications: "a listener to one's own notifications",
  acceptInvite: "the page to which an invitation leads",
  markUnread: "the conversation's header",
  getTranscript: "the conversation's menu saves it as a file",
  getHealth: "the release on one's own page",
  getQueue: "the queue page listens to the same, live",
};

/** Not for a person in the console. */
const NOT_FOR_PEOPLE: Partial<Record<Name, string>> = {
  startSession: "the widget begins a visitor's session",
  countGreetings: "the widget counts",
  createWidgetFile: "a visitor sends a file",
  leaveOfflineMessage: "the widget's form while nobody is there",
  getWidgetConfig: "the widget asks what to show",
  getWidgetLogo: "the widget shows it",
  getThread: "a conversation is shown whole",
  listThreadEvents: "a conversation is shown whole",
  getTag: "tags are read as a list",
  getBan: "bans are read as a list",
  getCannedResponse: "they are read as a list",
  getSchedule: "they are read as a list",
  getWidget: "they are read as a list",
  getApiKey: "they are read as a list",
  getWebhook: "they are read as a list",
  identify: "the company's own pages say who a visitor is",
  rateConversation: "visitors rate",
  listRatings:
    "integrations read them; the report of ratings shows the same with the chats, by listConversationRows",
  createConversation: "integrations begin conversations",
  exportConversations: "the company's own systems keep a copy",
  getVisitor: "a listener to the visitor's document",
  listVisitorConversations: "a conversation's details list them by listConversations",
  addBotEvent: "bots answer",
  showBotTyping: "bots answer",
  handOffConversation: "bots answer",
  closeBotConversation: "bots answer",
  requestPerson: "the visitor asks for a person",
  readFeed: "the company's own systems read what happened",
};

/** Endpoints that have no place yet. The list only ever gets shorter. */
const STILL_OPEN: readonly string[] = [];

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /(?<!\.test)\.tsx?$/.test(name) && name !== "endpoints.ts" ? [path] : [];
  });
}
const code = sources(SOURCE).map((path) => ({
  path: path.slice(SOURCE.length + 1),
  text: readFileSync(path, "utf8"),
}));

describe("every call of the API", () => {
  it.each(Object.entries(CALLS))("%s is %s in the contract too", (name, call) => {
    const { method, path } = endpoints[name as Name];
    expect(call).toBe(`${method} ${path}`);
  });

  it.each(Object.keys(CALLS))("%s is called by a page", (name) => {
    expect(code.filter(({ text }) => text.includes(`"${name}"`)).map(({ path }) => path)).not.toEqual([]);
  });

  it("has a place in the console, or a reason why not", () => {
    const placed = new Set([
      ...Object.keys(CALLS),
      ...Object.keys(BY_THE_CLIENT),
      ...Object.keys(NOT_FOR_PEOPLE),
    ]);
    const open = Object.keys(endpoints).filter((name) => !placed.has(name));
    expect(open.sort()).toEqual([...STILL_OPEN].sort());
  });
});
