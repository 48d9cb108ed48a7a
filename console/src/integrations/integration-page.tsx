import "../people/people.css";
import "./integrations.css";
import "./texts.ts";
import { ApiKeysPage } from "./api-keys-page.tsx";
import { BotsPage } from "./bots-page.tsx";
import { IdentityKeysPage } from "./identity-keys-page.tsx";
import { WebhooksPage } from "./webhooks-page.tsx";

const PAGES = {
  apiKeys: ApiKeysPage,
  webhooks: WebhooksPage,
  bots: BotsPage,
  identity: IdentityKeysPage,
} as const;
export type IntegrationName = keyof typeof PAGES;

/** For the company's own developers: loaded when one of them comes. */
export default function IntegrationPage({ name }: { name: IntegrationName }) {
  const Shown = PAGES[name];
  return <Shown />;
}
