/** The script of the worker: the Firebase SDK goes through every listed document at each change, here and not in the page. */

import { FirebaseDatabase } from "../firebase-database.ts";
import { systemClock } from "../system-clock.ts";
import { serveDatabase } from "./serve-database.ts";

/** Each database has a line of its own. */
addEventListener("message", ({ ports: [line] }: MessageEvent<unknown>) => {
  if (!line) return;
  serveDatabase(
    line,
    (access, visibility) => new FirebaseDatabase(access, { clock: systemClock, visibility }),
  );
  line.start();
});
postMessage("ready");
