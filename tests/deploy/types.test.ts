import { expect, it } from "vitest";
import type { AlertPolicy, Budget, Database, NotificationChannel } from "../../ops/google/google-types.ts";

/** Checked by the type check: without an error, `@ts-expect-error` is one itself. */
it("a misspelt field of a body is a type error", () => {
  const bodies: [Database, AlertPolicy, Budget, NotificationChannel] = [
    // @ts-expect-error: locationId
    { location: "europe-west1" },
    // @ts-expect-error: conditionThreshold.thresholdValue
    { conditions: [{ conditionThreshold: { treshold: 5 } }] },
    // @ts-expect-error: thresholdRules
    { tresholdRules: [] },
    // @ts-expect-error: labels.email_address is free text, the field beside it is not
    { type: "email", label: {} },
  ];
  expect(bodies).toHaveLength(4);
});
