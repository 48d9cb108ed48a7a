import type { Clock } from "../platform/platform.ts";

interface Claims {
  iat?: unknown;
}

function claimsOf(jwt: string): Claims {
  const payload = jwt.split(".")[1] ?? "";
  try {
    return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as Claims;
  } catch {
    return {};
  }
}

/**
 * The server's time, because this device's clock may be wrong by days. A custom token says when the server made it,
 * and it has just arrived: the difference to our clock then is the error, to about a second.
 */
export class ServerTime {
  private offset = 0;

  constructor(private readonly clock: Clock) {}

  /** Learns from a token that the server made just now. */
  learn(customToken: string): void {
    const { iat } = claimsOf(customToken);
    if (typeof iat === "number") this.offset = iat * 1000 - this.clock.now();
  }

  /**
   * Learns from anything that the server dated: it is not earlier there now. Corrects a token that was long on its
   * way, and a clock that was set back since.
   */
  noEarlierThan(millis: number): void {
    const offset = millis - this.clock.now();
    if (offset > this.offset) this.offset = offset;
  }

  /** Milliseconds since 1970 by the server's clock. */
  now(): number {
    return this.clock.now() + this.offset;
  }
}
