import { request } from "node:http";
import type { AuthClient } from "google-auth-library";
import { createGoogleApi } from "../../ops/google/google-api.ts";
import { NO_WISHES } from "../../ops/project/open-project.ts";
import { Project, type Wishes } from "../../ops/project/project.ts";
import { Settings } from "../../ops/project/settings.ts";
import type { Checkout } from "./checkout.ts";
import type { FakeGoogle } from "./google/google.ts";

interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  data?: object;
}

/** Speaks to the fake as to a proxy, signed in as somebody. */
function clientOf(google: FakeGoogle): AuthClient {
  const { hostname, port } = new URL(google.server.address);
  const send = ({ url, method, headers, data }: Sent) =>
    new Promise((resolve, reject) => {
      const body = data === undefined ? "" : JSON.stringify(data);
      const type = { "Content-Type": "application/json", Host: new URL(url).host };
      const sent = request(
        { hostname, port, path: url, method, headers: { ...headers, ...type } },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => {
            text += chunk;
          });
          response.on("end", () => resolve({ status: response.statusCode, data: JSON.parse(text) }));
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  return { request: send } as unknown as AuthClient;
}

/** The fake's project in this process, as the commands open it. Waiting takes no time. */
export async function openFake(
  google: FakeGoogle,
  checkout: Checkout,
  wishes: Partial<Wishes> = {},
): Promise<Project> {
  const projectId = google.state.id;
  const environment = { ...process.env, ...checkout.environment, ...google.environment };
  return new Project({
    id: projectId,
    root: checkout.folder,
    google: createGoogleApi({ client: clientOf(google), projectId, environment, wait: async () => {} }),
    settings: await Settings.read(checkout.folder, projectId),
    wishes: { ...NO_WISHES, ...wishes },
    environment,
    progress: () => {},
  });
}
