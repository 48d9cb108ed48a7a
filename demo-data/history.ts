import { endpoints } from "@livechat/contract";
import type { ApiClient } from "../local/api-client.ts";
import { COMMENTS, DIALOGS, type Dialog, NOTES, VISITORS } from "./dialogs.ts";
import type { DemoFiles } from "./files.ts";
import { type DemoTeam, Team } from "./team.ts";

const SECOND_MILLIS = 1000;
const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
/** When the team is there, in UTC. */
const OPENS_HOUR = 8;
const CLOSES_HOUR = 17;
/** Chats on a working day, and on a day of the week-end. */
const CHATS = [7, 1] as const;
/** Chats of the last days have their files: those that a start shows first, and few, as bytes are large. */
const DAYS_WITH_FILES = 16;
const SUNDAY = 0;
const SATURDAY = 6;

/** The demo's own clock. */
export interface Clock {
  at: Date;
}

interface Step {
  readonly at: number;
  run(): Promise<unknown>;
}

type Random = () => number;
const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)] as T;

/** With which of the lines after the first a file comes. */
const FILE_OF_LINE: Readonly<Record<number, "photo" | "label">> = { 1: "photo", 2: "label" };

/** One chat, told as steps in time. What happens in it depends on the random numbers alone. */
class Chat {
  private sessionToken = "";
  private id = "";
  private thread = "";

  constructor(
    private readonly api: ApiClient,
    private readonly team: Team,
    private readonly dialog: Dialog,
    /** null: without its files. */
    private readonly files: DemoFiles | null,
  ) {}

  steps(start: number, random: Random): Step[] {
    const steps: Step[] = [];
    let at = start;
    const then = (seconds: number, run: () => Promise<unknown>) => {
      at += Math.round(seconds * (0.3 + 1.7 * random()) * SECOND_MILLIS);
      steps.push({ at, run });
    };
    const agent = pick(this.team.demo.agents, random);
    const fate = random();
    then(0, () => this.begin(pick(VISITORS, random), random));
    if (fate < 0.06) {
      then(fate < 0.02 ? 5 : 240, () => this.closeByVisitor());
      return steps;
    }
    then(25, () => this.assign(agent.id));
    if (this.dialog.tag) then(20, () => this.tag());
    if (fate < 0.09) {
      then(400, () => this.closeByVisitor());
      return steps;
    }
    this.talk(agent.id, then, random);
    then(90, () => this.close(agent.id));
    if (random() < 0.55) then(40, () => this.rate(random));
    if (random() < 0.06) this.again(agent.id, then);
    return steps;
  }

  private talk(
    agentId: string,
    then: (seconds: number, run: () => Promise<unknown>) => void,
    random: Random,
  ): void {
    const [, ...rest] = this.dialog.lines;
    for (const [i, text] of rest.entries()) {
      const isAnswer = i % 2 === 0;
      const token = () => (isAnswer ? (this.team.tokens.get(agentId) ?? "") : this.sessionToken);
      const file = this.dialog.hasFiles ? FILE_OF_LINE[i] : undefined;
      then(isAnswer ? 55 : 40, () => this.write(token(), text, file));
      if (isAnswer && random() < 0.12) then(15, () => this.note(agentId, pick(NOTES, random)));
    }
  }

  private again(agentId: string, then: (seconds: number, run: () => Promise<unknown>) => void): void {
    then(5_000, () => this.say("?"));
    then(120, () => this.assign(agentId));
    then(60, () => this.answer(agentId, "👍"));
    then(60, () => this.close(agentId));
  }

  private async begin(name: string, random: Random): Promise<void> {
    const { locale, group, page, lines } = this.dialog;
    const email = `${name.split(" ")[0]?.normalize("NFD").replace(/\W/g, "").toLowerCase()}@example.com`;
    const visitor = { name, locale, ...(random() < 0.6 && { email }) };
    const { body } = await this.api.call(endpoints.startSession, {
      body: {
        visitor,
        message: lines[0] ?? "",
        metadata: { page },
        groupId: this.team.demo.groupIds.get(group) ?? "",
      },
    });
    if (body.conversationId === null) throw new Error("The demo's chats begin with a message.");
    this.sessionToken = body.sessionToken;
    this.id = body.conversationId;
    this.thread = body.threadId ?? "";
  }

  private async write(token: string, text: string, file: "photo" | "label" | undefined): Promise<void> {
    const place = { token, conversationId: this.id, threadId: this.thread };
    if (file && this.files) await this.files.send(file, text, place);
    else await this.call(token, text);
  }

  private call(token: string, text: string, visibility: "all" | "agents" = "all") {
    return this.api.call(endpoints.addEvent, {
      token,
      params: { id: this.thread },
      body: { text, visibility },
    });
  }

  private say = (text: string) => this.call(this.sessionToken, text);
  private answer = (agentId: string, text: string) => this.call(this.team.tokens.get(agentId) ?? "", text);
  private note = (agentId: string, text: string) =>
    this.call(this.team.tokens.get(agentId) ?? "", text, "agents");

  private assign(agentId: string) {
    const body = { agentId, force: true };
    return this.api.call(endpoints.assignConversation, {
      token: this.team.admin,
      params: { id: this.id },
      body,
    });
  }

  private tag() {
    const tagId = this.team.demo.tagIds.get(this.dialog.tag ?? "") ?? "";
    const params = { id: this.id, tagId };
    return this.api.call(endpoints.addConversationTag, { token: this.team.admin, params });
  }

  private close(agentId: string) {
    const token = this.team.tokens.get(agentId) ?? "";
    return this.api.call(endpoints.closeConversation, { token, params: { id: this.id } });
  }

  private closeByVisitor() {
    return this.api.call(endpoints.closeConversation, { token: this.sessionToken, params: { id: this.id } });
  }

  private rate(random: Random) {
    const isGood = random() < 0.86;
    const comment = pick(COMMENTS[isGood ? "good" : "bad"], random);
    const body = { score: isGood ? 1 : 0, ...(random() < 0.5 && { comment }) };
    return this.api.call(endpoints.rateConversation, {
      token: this.sessionToken,
      params: { id: this.id },
      body,
    });
  }
}

/** More in the morning and in the afternoon than at noon, and a few when nobody is there. */
function startOfChat(day: number, random: Random): number {
  const [morning, afternoon] = [random() < 0.5, random()];
  const hour = morning ? OPENS_HOUR + 1 + 3 * afternoon : OPENS_HOUR + 5 + 3.5 * afternoon;
  return day + Math.round(hour * HOUR_MILLIS);
}

export interface Played {
  readonly demo: DemoTeam;
  readonly clock: Clock;
  readonly days: { readonly first: Date; readonly count: number };
  readonly files: DemoFiles;
}

/**
 * Plays the demo's chats, day by day, through the API and in the order of time, with the demo's clock. The same random
 * numbers make the same days.
 */
export async function playHistory(
  api: ApiClient,
  { demo, clock, days, files }: Played,
  random: Random,
): Promise<number> {
  const team = new Team(api, demo);
  let chats = 0;
  for (let i = 0; i < days.count; i++) {
    const day = days.first.getTime() + i * DAY_MILLIS;
    const weekday = new Date(day).getUTCDay();
    const isWeekend = weekday === SUNDAY || weekday === SATURDAY;
    const count = CHATS[isWeekend ? 1 : 0] + Math.floor(3 * random() - 1);
    const steps: Step[] = [{ at: day + OPENS_HOUR * HOUR_MILLIS - 1, run: () => team.signIn() }];
    if (!isWeekend) {
      steps.push({ at: day + OPENS_HOUR * HOUR_MILLIS, run: () => team.go("online") });
      steps.push({ at: day + CLOSES_HOUR * HOUR_MILLIS, run: () => team.go("offline") });
    }
    for (let chat = 0; chat < count; chat++) {
      const played = i >= days.count - DAYS_WITH_FILES ? files : null;
      const one = new Chat(api, team, pick(DIALOGS, random), played);
      steps.push(...one.steps(startOfChat(day, random), random));
      chats += 1;
    }
    for (const { at, run } of steps.sort((a, b) => a.at - b.at)) {
      clock.at = new Date(Math.max(at, clock.at.getTime()));
      await run();
    }
  }
  return chats;
}
