import { orNull } from "../google/api-error.ts";
import type { Bucket } from "../google/google-types.ts";
import type { Project } from "../project/project.ts";
import { bad, good, type Step, setupCommand } from "../run/step.ts";

const VARIABLE = "STORAGE_BUCKET";

/** Bucket names are one name space for all of Google's customers: the project's id makes ours unique. */
const nameOf = ({ id, settings }: Project): string => settings.get(VARIABLE) || `${id}-livechat-files`;

const addressOf = (project: Project): string => `storage.googleapis.com/storage/v1/b/${nameOf(project)}`;

/** No object can be made public, whatever somebody sets on it later. */
const PRIVATE: Bucket = {
  iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: "enforced" },
};

const bucket: Step = {
  id: "bucket",
  title: "Files of chats have a private place",
  needs: ["configuration"],
  async check(project) {
    const found = await orNull(project.google.call<Bucket>("GET", addressOf(project)));
    if (!found) return bad(`There is no bucket ${nameOf(project)}.`, setupCommand(project));
    if (project.settings.get(VARIABLE) === "") return bad(`${VARIABLE} is not set.`, setupCommand(project));
    if (found.iamConfiguration?.publicAccessPrevention !== "enforced") {
      return bad(`${nameOf(project)} may be made public.`, setupCommand(project));
    }
    return good(`${nameOf(project)} in ${found.location}`);
  },
  async apply(project) {
    const { google, id, region, settings } = project;
    const name = nameOf(project);
    const isThere = (await orNull(google.call("GET", addressOf(project)))) !== null;
    const made: Bucket = { name, location: region, storageClass: "STANDARD", ...PRIVATE };
    if (isThere) await google.call("PATCH", addressOf(project), PRIVATE);
    else await google.call("POST", `storage.googleapis.com/storage/v1/b?project=${id}`, made);
    await settings.set({ [VARIABLE]: name });
  },
  async leftovers(project) {
    if (!(await orNull(project.google.call("GET", addressOf(project))))) return [];
    const how = `every file is in it. Empty and delete it in the Cloud console, under Cloud Storage`;
    return [{ what: `bucket ${nameOf(project)} with the files of all chats`, how }];
  },
};

export const storageSteps: readonly Step[] = [bucket];
