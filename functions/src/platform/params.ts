import { defineInt, defineSecret } from "firebase-functions/params";

/** The key that signs agents' tokens. Several, separated by commas, while it is being rotated. */
export const jwtSecret = defineSecret("JWT_SECRET");

/** How the assignment queue dispatches and retries. Set them in `functions/.env.<project>`. */
export const queueParams = {
  maxConcurrentDispatches: defineInt("ASSIGN_MAX_CONCURRENT_DISPATCHES", { default: 5 }),
  maxAttempts: defineInt("ASSIGN_MAX_ATTEMPTS", { default: 10 }),
  minBackoffSeconds: defineInt("ASSIGN_MIN_BACKOFF_SECONDS", { default: 1 }),
  maxBackoffSeconds: defineInt("ASSIGN_MAX_BACKOFF_SECONDS", { default: 300 }),
};
