import { expect, it } from "vitest";
import { reachBanner } from "./banner-of.ts";

const here = { status: "online", acceptingChats: true } as const;
const gone = { status: "offline", acceptingChats: true } as const;
const paused = { status: "online", acceptingChats: false } as const;

it("nothing is said to who is online and connected", () => {
  expect(reachBanner("online", here)).toBeNull();
});

it("a lost connection is said alone: nobody can go online before it is back", () => {
  for (const state of ["offline", "connecting"] as const) {
    for (const me of [here, gone, paused]) {
      expect(reachBanner(state, me)).toEqual({
        words: [`banners.connection.${state}`],
        isWarning: true,
        cure: null,
      });
    }
  }
});

it("who gets no chats is told why, and how to get them", () => {
  expect(reachBanner("online", gone)).toEqual({
    words: ["banners.offline"],
    isWarning: false,
    cure: "goOnline",
  });
  expect(reachBanner("online", { ...gone, status: "away" })?.words).toEqual(["banners.away"]);
  expect(reachBanner("online", paused)?.cure).toBe("resume");
});

it("a slow connection and an absence are one strip with the cure of what can be cured", () => {
  expect(reachBanner("polling", here)).toMatchObject({ words: ["banners.connection.polling"], cure: null });
  expect(reachBanner("polling", gone)).toMatchObject({
    words: ["banners.connection.polling", "banners.offline"],
    cure: "goOnline",
  });
});
