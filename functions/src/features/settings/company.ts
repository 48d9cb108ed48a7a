import {
  type CompanySettings,
  DEFAULT_COMPANY_SETTINGS,
  type UpdateCompanySettings,
} from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { COMPANY, settings } from "../../store/settings.ts";
import { configure } from "../../store/transact.ts";

/** The company's settings, with the defaults until somebody sets them. */
export async function readSettings(ctx: Context): Promise<CompanySettings> {
  return (await settings.get(ctx.db, COMPANY)) ?? DEFAULT_COMPANY_SETTINGS;
}

/** Changes what is given and leaves the rest. */
export function updateSettings(input: UpdateCompanySettings, ctx: Context): Promise<CompanySettings> {
  return configure(
    ctx,
    async (tx) => {
      const before = (await tx.find(settings, COMPANY)) ?? DEFAULT_COMPANY_SETTINGS;
      const now = ctx.now();
      const { updatedAt: _, ...old } = before;
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const next = { ...old, ...given };
      tx.set(settings.ref(ctx.db, COMPANY), { ...next, updatedAt: now });
      const target = { type: "settings", id: COMPANY };
      tx.audit({ action: "settings.updated", target, before: old, after: next });
      return { ...next, updatedAt: now.toISOString() };
    },
    "settings",
  );
}
