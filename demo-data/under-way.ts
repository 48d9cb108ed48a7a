import { endpoints } from "@livechat/contract";
import type { ApiClient } from "../local/api-client.ts";
import type { Clock } from "./history.ts";
import { type DemoTeam, Team } from "./team.ts";

const MINUTE_MILLIS = 60_000;
const DAY_MILLIS = 24 * 60 * MINUTE_MILLIS;

/** Who says what, and how many minutes before now. */
type Line = readonly [minutesAgo: number, by: "visitor" | "agent" | "note", text: string];

interface OpenChat {
  readonly visitor: { name: string; email?: string; locale: string };
  readonly group: string;
  readonly metadata: Record<string, string>;
  /** By its place in the team; null: nobody, it waits. */
  readonly agent: number | null;
  readonly lines: readonly [Line, ...Line[]];
  readonly tag?: string;
  readonly priority?: "urgent" | "high";
  /** Minutes ago. */
  readonly snoozedAt?: number;
}

/**
 * What is under way when somebody looks. Nobody of the team is online then, so that two wait; who signs in has chats of
 * their own, and room for more.
 */
const OPEN_CHATS: readonly OpenChat[] = [
  {
    visitor: { name: "Mia Larsen", email: "mia@example.com", locale: "en" },
    group: "Support",
    metadata: { page: "/orders/20931", plan: "Trade" },
    agent: 0,
    tag: "urgent",
    priority: "high",
    lines: [
      [48, "visitor", "Two of the six pendants came with the wrong canopy. We open the café on Saturday."],
      [46, "agent", "That must not stay so. Which canopy did you order, the flat one?"],
      [44, "visitor", "Yes, flat, in black. I can send a picture if that helps."],
      [42, "agent", "No need, I see it in your order. I am asking the warehouse for two by express."],
      [40, "note", "Warehouse has four left. Express needs a yes from Ben."],
      [9, "visitor", "Any news? The electrician comes tomorrow at eight."],
    ],
  },
  {
    visitor: { name: "Jonas Weber", email: "jonas@example.com", locale: "de" },
    group: "Sales",
    metadata: { page: "/de/produkte/lumen-steh" },
    agent: 1,
    lines: [
      [35, "visitor", "Gibt es die Stehlampe Lumen auch mit Messingfuß?"],
      [33, "agent", "Ja, ab nächster Woche. Ich kann Ihnen eine zurücklegen."],
      [31, "visitor", "Gerne! Und wie hoch ist sie genau?"],
      [29, "agent", "152 cm, mit Schirm 168 cm."],
    ],
  },
  {
    visitor: { name: "Priya Nair", locale: "en" },
    group: "Success",
    metadata: { page: "/account", plan: "Business" },
    agent: 1,
    tag: "billing",
    lines: [
      [27, "visitor", "Can we move from monthly to yearly invoices?"],
      [24, "agent", "You can, from the next quarter on. Shall I set it?"],
      [12, "visitor", "Yes please, and send the invoices to accounts@example.com."],
    ],
  },
  {
    visitor: { name: "Élodie Martin", email: "elodie@example.com", locale: "fr" },
    group: "Sales",
    metadata: { page: "/products/aurora" },
    agent: 2,
    lines: [
      [22, "visitor", "Bonjour, la lampe Aurora est-elle compatible avec un variateur ?"],
      [20, "agent", "Bonjour ! Oui, avec un variateur en fin de phase."],
      [18, "visitor", "Parfait, merci. Je regarde encore les couleurs."],
    ],
  },
  {
    visitor: { name: "Tom Becker", locale: "en" },
    group: "Support",
    metadata: { page: "/returns" },
    agent: 2,
    tag: "bug",
    lines: [
      [16, "visitor", "The return label prints as an empty page."],
      [14, "agent", "Which browser is it? I have put the label on your order as a picture, too."],
      [13, "note", "The third one this week: told the shop's developers."],
    ],
  },
  {
    visitor: { name: "Sofia Rossi", email: "sofia@example.com", locale: "it" },
    group: "Success",
    metadata: { page: "/products/polar" },
    agent: 1,
    snoozedAt: 70,
    lines: [
      [95, "visitor", "Quando torna disponibile la Polar in verde?"],
      [90, "agent", "Domani riceviamo la consegna: le scrivo appena so le quantità."],
      [88, "visitor", "Perfetto, grazie!"],
    ],
  },
  {
    visitor: { name: "Noah Clarke", email: "noah@example.com", locale: "en" },
    group: "Sales",
    metadata: { page: "/products/fjord" },
    agent: null,
    lines: [[6, "visitor", "Is the Fjord wall lamp in stock in brass? I need eight."]],
  },
  {
    visitor: { name: "Lena Hoffmann", locale: "de" },
    group: "Support",
    metadata: { page: "/de/bestellungen" },
    agent: null,
    lines: [
      [3, "visitor", "Mein Paket steht seit zwei Tagen auf „in Zustellung“."],
      [2, "visitor", "Die Bestellnummer ist 21007."],
    ],
  },
];

interface Step {
  readonly minutesAgo: number;
  run(): Promise<unknown>;
}

/** One chat as steps in time; what it has said by then is told to nobody else. */
class UnderWay {
  private session = { token: "", id: "", thread: "" };
  private readonly agentId: string | null;

  constructor(
    private readonly api: ApiClient,
    private readonly team: Team,
    private readonly chat: OpenChat,
    private readonly now: Date,
  ) {
    this.agentId = chat.agent === null ? null : (team.demo.agents[chat.agent]?.id ?? "");
  }

  steps(): Step[] {
    const { lines, snoozedAt } = this.chat;
    const [[begunAgo, , first], ...rest] = lines;
    return [
      { minutesAgo: begunAgo, run: () => this.begin(first) },
      { minutesAgo: begunAgo - 0.5, run: () => this.take() },
      ...rest.map(([minutesAgo, by, text]) => ({ minutesAgo, run: () => this.say(by, text) })),
      ...(snoozedAt === undefined ? [] : [{ minutesAgo: snoozedAt, run: () => this.snooze() }]),
    ];
  }

  private get params() {
    return { id: this.session.id };
  }

  private get agentToken(): string {
    return this.team.tokens.get(this.agentId ?? "") ?? "";
  }

  private async begin(message: string): Promise<void> {
    const { visitor, group, metadata } = this.chat;
    const groupId = this.team.demo.groupIds.get(group) ?? "";
    const { body } = await this.api.call(endpoints.startSession, {
      body: { visitor, message, metadata, groupId },
    });
    if (body.conversationId === null) throw new Error("The demo's chats begin with a message.");
    this.session = { token: body.sessionToken, id: body.conversationId, thread: body.threadId ?? "" };
  }

  private async take(): Promise<void> {
    const { api, params, agentId } = this;
    const token = this.team.admin;
    if (agentId === null) return;
    const body = { agentId, force: true };
    const taken = await api.call(endpoints.assignConversation, { token, params, body });
    this.session = { ...this.session, thread: taken.body.activeThreadId ?? "" };
    const { tag, priority } = this.chat;
    const tagId = this.team.demo.tagIds.get(tag ?? "");
    if (tagId) await api.call(endpoints.addConversationTag, { token, params: { ...params, tagId } });
    if (priority) await api.call(endpoints.updateConversation, { token, params, body: { priority } });
  }

  private say(by: Line[1], text: string): Promise<unknown> {
    return this.api.call(endpoints.addEvent, {
      token: by === "visitor" ? this.session.token : this.agentToken,
      params: { id: this.session.thread },
      body: { text, visibility: by === "note" ? "agents" : "all" },
    });
  }

  private snooze(): Promise<unknown> {
    const until = new Date(this.now.getTime() + DAY_MILLIS).toISOString();
    const { agentToken: token, params } = this;
    return this.api.call(endpoints.snoozeConversation, { token, params, body: { until } });
  }
}

/** Plays what is under way at that time, through the API and in the order of time. Nobody is online afterwards. */
export async function playOpenChats(
  api: ApiClient,
  { demo, clock, now }: { demo: DemoTeam; clock: Clock; now: Date },
): Promise<void> {
  const team = new Team(api, demo);
  const steps: Step[] = [
    { minutesAgo: 120, run: () => team.signIn() },
    { minutesAgo: 119, run: () => team.go("online") },
    { minutesAgo: 8, run: () => team.go("offline") },
    ...OPEN_CHATS.flatMap((chat) => new UnderWay(api, team, chat, now).steps()),
  ];
  for (const { minutesAgo, run } of steps.sort((a, b) => b.minutesAgo - a.minutesAgo)) {
    clock.at = new Date(now.getTime() - minutesAgo * MINUTE_MILLIS);
    await run();
  }
  clock.at = now;
}
