import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXPORT_METADATA_FILE } from "../firestore-emulator/src/export/export-folder.ts";

const FOLDER = "auth_export";

export interface AuthAccount {
  uid: string;
  displayName: string;
  createdAt: Date;
}

/**
 * Writes what the Auth emulator imports into an export folder, as the Firebase CLI does: accounts as their sign-in
 * with a custom token makes them, without password or provider. The folder's metadata must be there already.
 */
export async function writeAuthExport(folder: string, accounts: readonly AuthAccount[]): Promise<void> {
  const users = accounts.map(({ uid, displayName, createdAt }) => ({
    localId: uid,
    displayName,
    createdAt: String(createdAt.getTime()),
    validSince: String(createdAt.getTime() / 1000),
    emailVerified: false,
    disabled: false,
  }));
  await mkdir(join(folder, FOLDER), { recursive: true });
  await writeJson(join(folder, FOLDER, "accounts.json"), {
    kind: "identitytoolkit#DownloadAccountResponse",
    users,
  });
  await writeJson(join(folder, FOLDER, "config.json"), {
    signIn: { allowDuplicateEmails: false },
    emailPrivacyConfig: { enableImprovedEmailPrivacy: false },
  });
  const file = join(folder, EXPORT_METADATA_FILE);
  const metadata: { version: string } = JSON.parse(await readFile(file, "utf8"));
  await writeJson(file, { ...metadata, auth: { version: metadata.version, path: FOLDER } });
}

function writeJson(file: string, content: unknown): Promise<void> {
  return writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}
