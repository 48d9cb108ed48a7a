/**
 * `npm run bench -- wrong-logins [how many]`: how long a right login takes while wrong ones for other accounts come from
 * one address, all at once. The API in one process, its passwords hashed as in production.
 */
import { request } from "node:http";
import type { BenchResult } from "../../tests/bench/benchmark.ts";
import { ADMIN } from "./admin.ts";
import { Child } from "./child.ts";
import { startApi } from "./start-api.ts";

const DEFAULT_WRONG = 60;
const BEFORE = 5;

interface Answer {
  status: number;
  millis: number;
}

/** A login that comes through Hosting from this address. */
function logIn(base: string, address: string, credentials: object): Promise<Answer> {
  const body = JSON.stringify(credentials);
  const headers = {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "X-Forwarded-For": address,
  };
  const sentAt = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(`${base}/v1/auth/login`, { method: "POST", headers, agent: false }, (response) => {
      response.resume();
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, millis: performance.now() - sentAt }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const right = (base: string) => logIn(base, "203.0.113.1", { email: ADMIN.email, password: ADMIN.password });
const wrong = (base: string, n: number) =>
  logIn(base, "198.51.100.1", { email: `nobody${n}@livechat.test`, password: "not the password" });

const round = (millis: number) => Math.round(millis);
const worst = (answers: readonly Answer[]) => round(Math.max(...answers.map(({ millis }) => millis)));
const count = (answers: readonly Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

export async function run([wanted = String(DEFAULT_WRONG)]: string[]): Promise<BenchResult> {
  const firestore = await Child.start("firestore-process.ts");
  const api = await startApi(firestore, { CLIENT_ADDRESS: "hosting" });
  try {
    const base = api.address;
    const before: Answer[] = [];
    for (let i = 0; i < BEFORE; i++) before.push(await right(base));
    const attack = Array.from({ length: Number(wanted) }, (_, n) => wrong(base, n));
    const during = await right(base);
    const answers = await Promise.all(attack);
    const rows = [
      ["before", 1, worst(before), count(before, 200), 0, 0],
      ["right, during the attack", 1, round(during.millis), during.status === 200 ? 1 : 0, 0, 0],
      [
        "wrong, all at once",
        answers.length,
        worst(answers),
        0,
        count(answers, 401),
        count(answers, 429) + count(answers, 503),
      ],
    ];
    const columns = ["logins", "at once", "slowest ms", "200", "401", "429 or 503"];
    const title = `A right login while ${wanted} wrong ones come from one other address (bcrypt cost 12)`;
    return { name: "wrong-logins", tables: [{ title, columns, rows }] };
  } finally {
    await api.stop();
    await firestore.stop();
  }
}
