import { AgentClient } from "@livechat/chat-client";
import { workerPlatform } from "@livechat/chat-client/worker";
import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { Router } from "wouter";
import { App } from "./app/app.tsx";
import { followOldAddress } from "./app/old-address.ts";
import { ClientContext } from "./client/context.tsx";
import { followSession } from "./client/session.ts";
import { tellTimeBy } from "./client/use-now.ts";
import "./look/mantine.css";
import "./look/tokens.css";
import "./look/base.css";
import "./look/card.css";
import "./look/table.css";
import { theme } from "./look/theme.ts";
import { loadTexts, preferredLanguage, TextsProvider } from "./texts/use-texts.tsx";

const client = new AgentClient({ api: "", platform: workerPlatform() });
tellTimeBy(client.serverNow);
followOldAddress();
followSession(client);
void client.resume();

void loadTexts(preferredLanguage()).then((texts) => {
  const root = document.getElementById("root");
  if (!root) throw new Error("The page has no root.");
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateCssVariables={false}
    >
      <TextsProvider initial={texts}>
        <ClientContext value={client}>
          <Router base="/console">
            <App />
          </Router>
        </ClientContext>
      </TextsProvider>
    </MantineProvider>,
  );
});
