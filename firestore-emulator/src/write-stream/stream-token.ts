const TOKEN_BYTES = 8;

/** Stream tokens count the responses of a stream. Clients only hand them back. */
export function encodeStreamToken(responses: number): Buffer {
  const token = Buffer.alloc(TOKEN_BYTES);
  token.writeBigUInt64BE(BigInt(responses));
  return token;
}

/** How many responses the client has seen; undefined when this is no token. */
export function decodeStreamToken(token: Uint8Array): number | undefined {
  if (token.length !== TOKEN_BYTES) return undefined;
  return Number(Buffer.from(token.buffer, token.byteOffset, TOKEN_BYTES).readBigUInt64BE());
}
