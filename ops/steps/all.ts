import type { Step } from "../run/step.ts";
import { databaseSteps } from "./database-steps.ts";
import { functionSteps } from "./function-steps.ts";
import { pageSteps } from "./page-steps.ts";
import { peopleSteps } from "./people-steps.ts";
import { projectSteps } from "./project-steps.ts";
import { settingsSteps } from "./settings-steps.ts";
import { siteSteps } from "./site-steps.ts";
import { storageSteps } from "./storage-steps.ts";
import { watchSteps } from "./watch-steps.ts";

/** Everything from an empty project to a working chat, in the order in which it is made. */
export const steps: readonly Step[] = [
  ...projectSteps,
  ...settingsSteps,
  ...storageSteps,
  ...databaseSteps,
  ...functionSteps,
  ...pageSteps,
  ...peopleSteps,
  ...siteSteps,
  ...watchSteps,
];
