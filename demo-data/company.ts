import { endpoints, FIRST_WIDGET_ID } from "@livechat/contract";
import type { ApiClient } from "../local/api-client.ts";

const WEEKDAYS = [1, 2, 3, 4, 5];

/** Office hours in Berlin, without the lunch break, and with holidays of which one is half a day. */
const OFFICE_HOURS = {
  name: "Office hours",
  timeZone: "Europe/Berlin",
  weekly: WEEKDAYS.map((day) => ({
    day,
    intervals: [
      { start: "08:00", end: "12:00" },
      { start: "13:00", end: "18:00" },
    ],
  })),
  exceptions: [
    { name: "New Year", from: "2026-01-01", to: "2026-01-01", yearly: true, intervals: [] },
    { name: "Christmas", from: "2026-12-25", to: "2026-12-26", yearly: true, intervals: [] },
    {
      name: "Christmas Eve",
      from: "2026-12-24",
      to: "2026-12-24",
      yearly: true,
      intervals: [{ start: "08:00", end: "12:00" }],
    },
  ],
};

/** Nobody is there for now: a schedule that never opens. */
const WORKSHOP = {
  group: { name: "Workshop", description: "Repairs; closed until further notice" },
  hours: { name: "Closed", timeZone: "Europe/Berlin", weekly: [], exceptions: [] },
} as const;

const WIDGET = {
  name: "Nordlicht Lamps",
  allowedDomains: ["localhost:*", "127.0.0.1:*"],
  identity: "enforce",
  greetings: [
    {
      id: "product-help",
      text: {
        en: "Is this the right lamp for your room? Ask us.",
        de: "Passt diese Lampe in Ihr Zimmer? Fragen Sie uns.",
      },
      rules: [
        { type: "url", operator: "contains", value: "/products/" },
        { type: "timeOnPage", operator: "atLeast", value: 10 },
      ],
      match: "all",
      again: "session",
      onlyWhenOpen: true,
      isActive: true,
    },
    {
      id: "basket-help",
      text: {
        en: "Before you order: shipping is free today. Any questions?",
        de: "Vor der Bestellung: Der Versand ist heute kostenlos. Haben Sie Fragen?",
      },
      rules: [{ type: "event", operator: "equals", value: "added-to-basket" }],
      match: "all",
      again: "session",
      onlyWhenOpen: false,
      isActive: true,
    },
  ],
} as const;

/** Support keeps office hours; the widget of the demo's shop is published, with a greeting on its product pages. */
export async function setUpDemo(
  api: ApiClient,
  { token, supportId }: { token: string; supportId: string },
): Promise<void> {
  const { id: scheduleId } = (await api.call(endpoints.createSchedule, { token, body: OFFICE_HOURS })).body;
  await api.call(endpoints.updateGroup, { token, params: { id: supportId }, body: { scheduleId } });
  // The first look at the widgets stores the one that exists from the start.
  const params = { id: FIRST_WIDGET_ID };
  const body = { ...WIDGET, greetings: WIDGET.greetings.map((one) => ({ ...one, rules: [...one.rules] })) };
  await api.call(endpoints.updateWidget, {
    token,
    params,
    body: { ...body, allowedDomains: [...body.allowedDomains] },
  });
  await api.call(endpoints.publishWidget, { token, params });
}

/** A group that is always closed, as a page of the demo's shop shows. */
export async function addWorkshop(
  api: ApiClient,
  { token, agentIds }: { token: string; agentIds: string[] },
): Promise<void> {
  const { weekly, exceptions, ...hours } = WORKSHOP.hours;
  const body = { ...hours, weekly: [...weekly], exceptions: [...exceptions] };
  const { id: scheduleId } = (await api.call(endpoints.createSchedule, { token, body })).body;
  const { id } = (await api.call(endpoints.createGroup, { token, body: { ...WORKSHOP.group, scheduleId } }))
    .body;
  await api.call(endpoints.addGroupAgents, { token, params: { id }, body: { agentIds } });
}

const CHATS = [
  {
    visitor: { name: "Vera", email: "vera@example.com", locale: "en" },
    asks: "Does the lamp Polar fit a low ceiling?",
    answer: "It hangs 60 cm deep, and the cable can be shortened.",
    rating: { score: 1, comment: "Quick and friendly." },
  },
  {
    visitor: { name: "Otto", email: "otto@example.com", locale: "de" },
    asks: "Wann kommt meine Bestellung?",
    answer: "Sie ist heute früh bei uns abgegangen.",
    rating: { score: 1 },
  },
  {
    visitor: { name: "Ines", locale: "es" },
    asks: "¿Puedo devolver una lámpara usada?",
    answer: "Solo si está sin usar, lo siento.",
    rating: { score: 0, comment: "No fue la respuesta que esperaba." },
  },
];

/** A few chats of the past, each closed and rated by its visitor. */
export async function addRatedChats(
  api: ApiClient,
  { token, agentIds }: { token: string; agentIds: readonly string[] },
): Promise<void> {
  for (const [index, { visitor, asks, answer, rating }] of CHATS.entries()) {
    const agentId = agentIds[index % agentIds.length] ?? "";
    const { body: session } = await api.call(endpoints.startSession, { body: { visitor, message: asks } });
    if (session.conversationId === null) throw new Error("The demo's chats begin with a message.");
    const params = { id: session.conversationId };
    const body = { agentId, force: true };
    const assigned = await api.call(endpoints.assignConversation, { token, params, body });
    const thread = { id: assigned.body.activeThreadId ?? "" };
    await api.call(endpoints.addEvent, { token, params: thread, body: { text: answer } });
    await api.call(endpoints.closeConversation, { token: session.sessionToken, params });
    await api.call(endpoints.rateConversation, { token: session.sessionToken, params, body: rating });
  }
}
