import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BackupSchedule, Database, Field, Index, Release, Ruleset } from "../google/google-types.ts";
import { isNear } from "../google/locations.ts";
import { deploy } from "../project/deploy-parts.ts";
import type { Project } from "../project/project.ts";
import { bad, good, type Step, setupCommand } from "../run/step.ts";

const BACKUP_RETENTION_SECONDS = 14 * 24 * 3600;

const database: Step = {
  id: "database",
  title: "The database is near the functions",
  needs: ["services"],
  patienceSeconds: 300,
  async check(project) {
    const found = await project.database();
    if (!found) return bad(`There is no database ${project.settings.databaseId}.`, setupCommand(project));
    const { locationId = "", type, databaseEdition } = found;
    if (type !== "FIRESTORE_NATIVE") {
      return bad(`It is ${type}, not FIRESTORE_NATIVE.`, "Name another database: LIVECHAT_DATABASE");
    }
    const wanted = project.wishes.databaseLocation;
    if (wanted !== null && wanted !== locationId) {
      return bad(`It is in ${locationId} and cannot be moved.`, "Name another database: LIVECHAT_DATABASE");
    }
    if (!isNear(locationId, project.region)) {
      const cure = `Set LIVECHAT_REGION near it, or name another database`;
      return bad(
        `It is in ${locationId}, the functions in ${project.region}: every call crosses that.`,
        cure,
      );
    }
    return good(`${locationId}, ${databaseEdition === "ENTERPRISE" ? "Enterprise" : "Standard"} edition`);
  },
  async apply(project) {
    const body: Database = {
      locationId: project.wishes.databaseLocation ?? project.region,
      type: "FIRESTORE_NATIVE",
      databaseEdition: "STANDARD",
      deleteProtectionState: "DELETE_PROTECTION_ENABLED",
      pointInTimeRecoveryEnablement: "POINT_IN_TIME_RECOVERY_ENABLED",
    };
    const { id, google, settings } = project;
    if (await project.database()) return;
    const address = `firestore.googleapis.com/v1/projects/${id}/databases?databaseId=${settings.databaseId}`;
    await google.call("POST", address, body);
  },
  async leftovers(project) {
    if (!(await project.database())) return [];
    const how = `every chat is in it. npx firebase firestore:databases:update "${project.settings.databaseId}" --delete-protection DISABLED --project ${project.id}, then firestore:databases:delete`;
    return [{ what: `database ${project.settings.databaseId} with all chats`, how }];
  },
};

const recovery: Step = {
  id: "recovery",
  title: "The database can be read as it was, up to seven days back",
  needs: ["database"],
  patienceSeconds: 60,
  async check(project) {
    const found = await project.database();
    const isOn = found?.pointInTimeRecoveryEnablement === "POINT_IN_TIME_RECOVERY_ENABLED";
    const isProtected = found?.deleteProtectionState === "DELETE_PROTECTION_ENABLED";
    if (isOn && isProtected) return good("point-in-time recovery and delete protection are on");
    return bad(`${isOn ? "Delete protection" : "Point-in-time recovery"} is off.`, setupCommand(project));
  },
  async apply({ google, databaseAddress }) {
    const body: Database = {
      deleteProtectionState: "DELETE_PROTECTION_ENABLED",
      pointInTimeRecoveryEnablement: "POINT_IN_TIME_RECOVERY_ENABLED",
    };
    const mask = "updateMask=deleteProtectionState,pointInTimeRecoveryEnablement";
    await google.call("PATCH", `${databaseAddress}?${mask}`, body);
  },
};

async function backupSchedules({ google, databaseAddress }: Project): Promise<BackupSchedule[]> {
  const address = `${databaseAddress}/backupSchedules`;
  return (await google.call<{ backupSchedules?: BackupSchedule[] }>("GET", address)).backupSchedules ?? [];
}

const backups: Step = {
  id: "backups",
  title: "The database is backed up every day",
  needs: ["database"],
  async check(project) {
    const daily = (await backupSchedules(project)).find(({ dailyRecurrence }) => dailyRecurrence);
    if (!daily) return bad("There is no daily schedule.", setupCommand(project));
    return good(`daily, kept for ${Number.parseInt(daily.retention ?? "0", 10) / 86_400} days`);
  },
  async apply({ google, databaseAddress }) {
    const body: BackupSchedule = { retention: `${BACKUP_RETENTION_SECONDS}s`, dailyRecurrence: {} };
    await google.call("POST", `${databaseAddress}/backupSchedules`, body);
  },
  async leftovers(project) {
    if (!(await project.database())) return [];
    return (await backupSchedules(project)).map(({ name }) => ({
      what: `backup schedule ${name?.split("/").at(-1)}`,
      remove: async () => {
        await project.google.call("DELETE", `firestore.googleapis.com/v1/${name}`);
      },
      how: "backups that there are stay until they expire",
    }));
  },
};

async function deployedRules({ google, id, settings }: Project): Promise<string | null> {
  const suffix = settings.databaseId === "(default)" ? "" : `/${settings.databaseId}`;
  const releaseName = `projects/${id}/releases/cloud.firestore${suffix}`;
  const { releases = [] } = await google.call<{ releases?: Release[] }>(
    "GET",
    `firebaserules.googleapis.com/v1/projects/${id}/releases?pageSize=100`,
  );
  const rulesetName = releases.find(({ name }) => name === releaseName)?.rulesetName;
  if (!rulesetName) return null;
  const ruleset = await google.call<Ruleset>("GET", `firebaserules.googleapis.com/v1/${rulesetName}`);
  return ruleset.source?.files?.[0]?.content ?? null;
}

const rules: Step = {
  id: "rules",
  title: "Security rules and indexes are those of this checkout",
  needs: ["database"],
  always: true,
  async check(project) {
    const deployed = await deployedRules(project);
    if (deployed === null) return bad("No rules are released: clients read nothing.", setupCommand(project));
    const own = await readFile(join(project.root, "firestore.rules"), "utf8");
    if (deployed !== own)
      return bad("The released rules are others than firestore.rules.", setupCommand(project));
    return good("the released rules equal firestore.rules");
  },
  apply: (project) => deploy(project, "firestore"),
};

interface IndexFile {
  indexes: { collectionGroup: string; queryScope: string; fields: Record<string, string>[] }[];
  fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: boolean }[];
}

/** What tells one index from another. Firestore adds `__name__` to each, and the CLI does not send it. */
function keyOf(
  collectionGroup: string,
  { queryScope, fields = [] }: Pick<Index, "queryScope" | "fields">,
): string {
  const parts = fields
    .filter(({ fieldPath }) => fieldPath !== "__name__")
    .map(({ fieldPath, order, arrayConfig }) => `${fieldPath}:${order ?? arrayConfig ?? ""}`);
  return `${collectionGroup} ${queryScope} ${parts.join(" ")}`;
}

async function readIndexFile({ root }: Project): Promise<IndexFile> {
  return JSON.parse(await readFile(join(root, "firestore.indexes.json"), "utf8"));
}

const indexes: Step = {
  id: "indexes",
  title: "The indexes are built",
  needs: ["rules"],
  patienceSeconds: 1_800,
  async check(project) {
    const { google, databaseAddress } = project;
    const { indexes: wanted } = await readIndexFile(project);
    const { indexes: there = [] } = await google.call<{ indexes?: Index[] }>(
      "GET",
      `${databaseAddress}/collectionGroups/-/indexes?pageSize=300`,
    );
    const states = new Map(there.map((one) => [keyOf(one.name?.split("/").at(-3) ?? "", one), one.state]));
    const keys = wanted.map((one) => keyOf(one.collectionGroup, one as Pick<Index, "queryScope" | "fields">));
    const missing = keys.filter((key) => !states.has(key));
    if (missing.length > 0) return bad(`${missing.length} are missing: ${missing[0]}`, setupCommand(project));
    const building = keys.filter((key) => states.get(key) !== "READY");
    if (building.length === 0) return good(`${keys.length} indexes`);
    return bad(`${keys.length - building.length} of ${keys.length} are ready.`, "Wait: this takes minutes.");
  },
  apply: async () => {},
};

const timeToLive: Step = {
  id: "time-to-live",
  title: "Old counters are deleted by themselves",
  needs: ["rules"],
  later: true,
  async check(project) {
    const { google, databaseAddress } = project;
    const wanted = (await readIndexFile(project)).fieldOverrides.filter(({ ttl }) => ttl);
    const filter = encodeURIComponent("indexConfig.usesAncestorConfig=false OR ttlConfig:*");
    const { fields = [] } = await google.call<{ fields?: Field[] }>(
      "GET",
      `${databaseAddress}/collectionGroups/-/fields?filter=${filter}`,
    );
    const active = fields
      .filter(({ ttlConfig }) => ttlConfig?.state === "ACTIVE")
      .map(({ name }) => name ?? "");
    const off = wanted.filter(({ collectionGroup, fieldPath }) =>
      active.every((name) => !name.endsWith(`/collectionGroups/${collectionGroup}/fields/${fieldPath}`)),
    );
    if (off.length === 0) return good(`active for ${wanted.length} collections`);
    const names = off.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`).join(", ");
    return bad(`Not active for ${names}.`, "Wait some minutes; else run setup");
  },
};

export const databaseSteps: readonly Step[] = [database, recovery, backups, rules, indexes, timeToLive];
