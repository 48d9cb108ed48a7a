import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { instant, line } from "./primitives.ts";
import { samples } from "./samples.ts";

/** An IANA time zone that this system knows. */
export const timeZone = z
  .string()
  .max(LIMITS.MAX_NAME_CHARS)
  .refine((value) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
    } catch {
      return false;
    }
  }, "must be a time zone such as Europe/Berlin");

export const companySettings = z
  .object({
    companyName: z.string(),
    /** The language that is used where a visitor's own has no texts. */
    defaultLocale: z.string(),
    timeZone: z.string(),
    updatedAt: instant.nullable(),
  })
  .meta({ id: "CompanySettings" });
export type CompanySettings = z.infer<typeof companySettings>;

export const DEFAULT_COMPANY_SETTINGS: CompanySettings = {
  companyName: "",
  defaultLocale: "en",
  timeZone: "UTC",
  updatedAt: null,
};

export const updateCompanySettingsBody = z.strictObject({
  companyName: line(LIMITS.MAX_NAME_CHARS).optional(),
  defaultLocale: z
    .string()
    .max(LIMITS.MAX_LOCALE_CHARS)
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, "must be a language tag such as de or pt-BR")
    .optional(),
  timeZone: timeZone.optional(),
});
export type UpdateCompanySettings = z.output<typeof updateCompanySettingsBody>;

const sound = z.enum(["off", "soft", "ring"]);

/** How one agent wants the console: kept on the server, so that another browser has it too. */
export const agentSettings = z
  .object({
    locale: z.string().nullable(),
    theme: z.enum(["system", "light", "dark"]),
    density: z.enum(["comfortable", "compact"]),
    sendKey: z.enum(["enter", "ctrlEnter"]),
    shortcuts: z.boolean(),
    sounds: z.object({ assigned: sound, message: sound, waiting: sound, mention: sound }),
    desktopNotifications: z.boolean(),
    push: z.boolean(),
    /** Whether a push may hold what was written. */
    pushText: z.boolean(),
    /** Local times between which nothing sounds and nothing is pushed. */
    quietHours: z.object({ start: z.string(), end: z.string(), timeZone: z.string() }).nullable(),
  })
  .meta({ id: "AgentSettings" });
export type AgentSettings = z.infer<typeof agentSettings>;

export const DEFAULT_AGENT_SETTINGS: AgentSettings = {
  locale: null,
  theme: "system",
  density: "comfortable",
  sendKey: "enter",
  shortcuts: true,
  sounds: { assigned: "ring", message: "soft", waiting: "soft", mention: "ring" },
  desktopNotifications: true,
  push: false,
  pushText: false,
  quietHours: null,
};

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 18:30");

export const updateAgentSettingsBody = z.strictObject({
  locale: z
    .string()
    .max(LIMITS.MAX_LOCALE_CHARS)
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)
    .nullable()
    .optional(),
  theme: agentSettings.shape.theme.optional(),
  density: agentSettings.shape.density.optional(),
  sendKey: agentSettings.shape.sendKey.optional(),
  shortcuts: z.boolean().optional(),
  sounds: z
    .strictObject({
      assigned: sound.optional(),
      message: sound.optional(),
      waiting: sound.optional(),
      mention: sound.optional(),
    })
    .optional(),
  desktopNotifications: z.boolean().optional(),
  push: z.boolean().optional(),
  pushText: z.boolean().optional(),
  quietHours: z.strictObject({ start: clockTime, end: clockTime, timeZone }).nullable().optional(),
});
export type UpdateAgentSettings = z.output<typeof updateAgentSettingsBody>;

const sampleCompany = {
  companyName: "Nordlicht Lamps",
  defaultLocale: "en",
  timeZone: "Europe/Berlin",
  updatedAt: samples.at,
};

export const settingsEndpoints = {
  getSettings: endpoint({
    name: "getSettings",
    method: "GET",
    path: "/v1/settings",
    access: "agent",
    scope: "settings:read",
    folder: "Settings",
    summary: "Read the company's settings",
    response: companySettings,
    example: { response: sampleCompany },
  }),
  updateSettings: endpoint({
    name: "updateSettings",
    method: "PATCH",
    path: "/v1/settings",
    access: "admin",
    scope: "settings:write",
    audit: "settings.updated",
    folder: "Settings",
    summary: "Change the company's settings",
    body: updateCompanySettingsBody,
    response: companySettings,
    example: { body: { timeZone: "Europe/Berlin" }, response: sampleCompany },
  }),
  getMySettings: endpoint({
    name: "getMySettings",
    method: "GET",
    path: "/v1/me/settings",
    access: "agent",
    folder: "Settings",
    summary: "Read one's own settings of the console",
    response: agentSettings,
    example: { response: DEFAULT_AGENT_SETTINGS },
  }),
  updateMySettings: endpoint({
    name: "updateMySettings",
    method: "PATCH",
    path: "/v1/me/settings",
    access: "agent",
    folder: "Settings",
    summary: "Change one's own settings of the console",
    description: "What is left out stays as it is.",
    body: updateAgentSettingsBody,
    response: agentSettings,
    example: { body: { theme: "dark" }, response: { ...DEFAULT_AGENT_SETTINGS, theme: "dark" } },
  }),
};
