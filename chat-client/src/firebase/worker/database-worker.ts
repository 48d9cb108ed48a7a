/** The script of the worker: the Firebase SDK goes through every listed document at each change, here and not in the page. */

import { FirebaseDatabase } from "../firebase-database.ts";
import { systemClock } from "../system-clock.ts";
import type { Line, ToPage, ToWorker } from "./messages.ts";
import { serveDatabase } from "./serve-database.ts";

serveDatabase(
  self as unknown as Line<ToPage, ToWorker>,
  (access, visibility) => new FirebaseDatabase(access, { clock: systemClock, visibility }),
);
