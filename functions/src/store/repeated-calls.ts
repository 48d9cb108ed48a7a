import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { Transaction } from "firebase-admin/firestore";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { defineCollection } from "./collection.ts";

/** So long a call may be repeated. */
const KEPT_HOURS = 24;

/** What became of a call with an `Idempotency-Key`, until `expiresAt`, after which Firestore's TTL deletes it. */
const repeatedCall = z.object({
  /** Of all that was sent: the same key with something else is a mistake. */
  fingerprint: z.string(),
  /** The result of the change, encrypted: it may hold what is shown once, such as the secret of an API key. */
  result: z.string(),
  expiresAt: z.string(),
});

const repeatedCalls = defineCollection("idempotencyKeys", repeatedCall, "repeated call");

/** What the sender of a call says of it. */
export interface SentCall {
  /** Who calls, and which endpoint: keys of different callers have nothing to do with each other. */
  readonly scope: readonly string[];
  readonly key: string;
  /** All that was sent, parsed. */
  readonly sent: unknown;
}

const sha256 = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url");

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Only who sends the key again, to a server that has the secret, can read the result. */
function cipherKey(secret: string, key: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, key, "livechat repeated call", 32));
}

function seal(value: unknown, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const sealed = Buffer.concat([cipher.update(serialize(value)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

function unseal(text: string, key: Buffer): unknown {
  const bytes = Buffer.from(text, "base64");
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return deserialize(
    Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]),
  );
}

/**
 * A call that its sender may repeat, because the answer may be lost. Its change leaves its result behind in its own
 * transaction, so that there is no moment at which one is there without the other; repeated, the command goes on with that
 * result and answers as it did.
 * Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export class RepeatableCall {
  /** Whether the answer is that of an earlier call. */
  isReplayed = false;
  private readonly id: string;
  private readonly fingerprint: string;

  constructor(
    private readonly call: SentCall,
    private readonly ctx: Context,
  ) {
    this.id = sha256([...call.scope, call.key]);
    this.fingerprint = sha256(call.sent);
  }

  /** Whether the call has been made before. */
  async isKnown(): Promise<boolean> {
    return this.check(repeatedCalls.parse(await this.ref.get())) !== null;
  }

  /**
   * The result of the change: of the one that was made before, or of this one. One read and one write.
   * @throws ChatError `already_exists` when the key was used for another call.
   */
  async once<T>(tx: Pick<Transaction, "get" | "set">, change: () => Promise<T>): Promise<T> {
    const known = this.check(repeatedCalls.parse(await tx.get(this.ref)));
    this.isReplayed = known !== null;
    if (known !== null) return this.open(known.result) as T;
    const result = await change();
    const expiresAt = new Date(this.ctx.now().getTime() + KEPT_HOURS * 3600 * 1000);
    const [secret] = this.ctx.config.jwtSecrets;
    const sealed = seal(result, cipherKey(secret, this.call.key));
    tx.set(this.ref, { fingerprint: this.fingerprint, result: sealed, expiresAt });
    return result;
  }

  private get ref() {
    return repeatedCalls.ref(this.ctx.db, this.id);
  }

  private check<R extends { fingerprint: string; expiresAt: string }>(known: R | null): R | null {
    if (!known || new Date(known.expiresAt) <= this.ctx.now()) return null;
    if (known.fingerprint === this.fingerprint) return known;
    throw new ChatError("already_exists", "This Idempotency-Key was used for another call.", {
      details: [{ path: "Idempotency-Key", message: "was used for another call" }],
    });
  }

  /** Secrets are rotated, and what was sealed with the one before is still good. */
  private open(result: string): unknown {
    const errors: unknown[] = [];
    for (const secret of this.ctx.config.jwtSecrets) {
      try {
        return unseal(result, cipherKey(secret, this.call.key));
      } catch (error) {
        errors.push(error);
      }
    }
    throw new AggregateError(errors, "The result of a repeated call cannot be read with any secret.");
  }
}
