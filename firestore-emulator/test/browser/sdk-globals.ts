import type * as app from "firebase/app";
import type * as sdk from "firebase/firestore";

/** The globals that sdk-page.ts leaves in the page, and those that the tests leave there themselves. */
declare global {
  var firebaseApp: typeof app;
  var firestore: typeof sdk;
  var db: sdk.Firestore;
  /** Every snapshot of the listener under test, as text. */
  var seen: string[];
}
