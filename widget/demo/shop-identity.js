/**
 * What a shop's server does: it signs who its user is. Here the page does it, with the demo's key, which is in the demo's
 * data and in no deployment. A real secret never leaves the server.
 */
const KEY_ID = "demo-shop";
const SECRET = "lc_idk_jtJaL7arreIzvRxo0dvbhLTxJMrXH5wC0O4bsTA3hAQ";
const PROJECT = "demo-livechat";
const LIFETIME_SECONDS = 3_600;

const toBase64Url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const fromBase64Url = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
const encode = (value) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));

/** A JWT (RFC 7519) with HS256 that says who somebody is, for an hour. */
export async function signToken(person) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { ...person, aud: PROJECT, iat: now, exp: now + LIFETIME_SECONDS };
  const signed = `${encode({ alg: "HS256", typ: "JWT", kid: KEY_ID })}.${encode(claims)}`;
  const raw = fromBase64Url(SECRET.slice("lc_idk_".length));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(signed));
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}
