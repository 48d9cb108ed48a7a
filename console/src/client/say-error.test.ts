import { ChatError, type ChatErrorType } from "@livechat/chat-client";
import { ERROR_REASON_NAMES, ERROR_REASONS, ERROR_TYPES, reasonText } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { de, reasons } from "../texts/de.ts";
import { en } from "../texts/en.ts";
import { textsOf } from "../texts/texts.ts";
import { sayError } from "./say-error.ts";

const german = textsOf("de", de, reasons);
const english = textsOf("en", en);
const OF_THE_CLIENT: ChatErrorType[] = ["network", "signed_out", "idle", "refused_origin", "queue_full"];
const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe("an error of the API", () => {
  it.each([...ERROR_TYPES, ...OF_THE_CLIENT])("of type %s has a sentence in every language", (type) => {
    for (const t of [english, german]) expect(t.has(`error.${type}`)).toBe(true);
  });

  it.each(ERROR_REASON_NAMES)("of reason %s has a German sentence with the same holes", (reason) => {
    expect(holes(reasons[reason])).toEqual(holes(ERROR_REASONS[reason].text));
    expect(reasons[reason]).not.toBe(ERROR_REASONS[reason].text);
  });

  it("is said by its reason, with what it names", () => {
    const params = { name: "Ben" };
    const message = reasonText("agent_offline", params);
    const error = new ChatError("agent_unavailable", message, { reason: "agent_offline", params });
    expect(sayError(error, german)).toBe("Ben ist offline.");
    expect(sayError(error, english)).toBe("Ben is offline.");
  });

  it("of an unknown reason says what its type means, and what the service says", () => {
    const error = new ChatError("not_allowed", "Not on a Sunday.", { reason: "of_tomorrow" as never });
    expect(sayError(error, german)).toBe("Das geht gerade nicht: Not on a Sunday.");
  });

  it("of an unknown type says what the service says", () => {
    expect(sayError(new ChatError("of_tomorrow" as never, "Not on a Sunday."), german)).toBe(
      "Not on a Sunday.",
    );
  });

  it("that its type tells whole says no more", () => {
    expect(sayError(new ChatError("not_found", "No such tag."), german)).toBe(
      "Das gibt es nicht oder nicht mehr.",
    );
  });

  it("is told from what is thrown elsewhere", () => {
    expect(sayError(new Error("No calendar."), german)).toBe("No calendar.");
    expect(sayError("Nothing.", german)).toBe("Nothing.");
  });
});
