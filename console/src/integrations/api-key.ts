import type { CreateApiKey } from "@livechat/contract";
import { SCOPE_RESOURCES } from "@livechat/contract/names";
import { entered } from "../parts/form.tsx";

/** The scopes that were chosen, one a resource: write implies read. */
export const scopesFrom = (form: FormData): CreateApiKey["scopes"] =>
  SCOPE_RESOURCES.flatMap((resource) => {
    const level = entered(form, `scope-${resource}`);
    return level === "read" || level === "write" ? [`${resource}:${level}` as const] : [];
  });

/** The end of a day here, as the API takes it; no day is no end. */
export const endOf = (day: string): string | null =>
  day === "" ? null : new Date(`${day}T23:59:59`).toISOString();
