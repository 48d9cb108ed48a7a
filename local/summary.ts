import { ACCOUNTS, PASSWORD } from "./demo/demo.ts";
import type { System, SystemOptions } from "./system.ts";

/** The demo's accounts are told where the demo's data is: not with another export, and not without data. */
function accounts({ importFrom }: SystemOptions): string {
  if (importFrom === undefined) return `Accounts, password ${PASSWORD}:\n  ${ACCOUNTS.join("\n  ")}`;
  return importFrom === null
    ? "There are no accounts. Make one: npm run create-admin -- --email <e-mail> --name <name>"
    : `The accounts are those of ${importFrom}.`;
}

/** What `npm start` prints once everything answers: where to click, and who can sign in. */
export function summary(system: Pick<System, "addresses" | "logFile">, options: SystemOptions): string {
  const { addresses } = system;
  return `Widget demo   ${addresses.hosting}/demo
Console       ${addresses.hosting}/console
API           ${addresses.api}/v1
API docs      ${addresses.hosting}/docs
Firestore     ${addresses.firestore}
Storage       ${addresses.storage}
Emulator log  ${system.logFile}

${accounts(options)}

Ctrl-C ends everything.`;
}
