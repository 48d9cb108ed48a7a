import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { HOST } from "../ports/ports.ts";
import { startSweeper } from "./sweep.ts";

let running = 0;
let mostAtOnce = 0;
let runs = 0;
let status = 200;
const server = createServer((request, response) => {
  runs += 1;
  running += 1;
  mostAtOnce = Math.max(mostAtOnce, running);
  request.resume();
  setImmediate(() => {
    running -= 1;
    response.writeHead(status).end("done");
  });
});

beforeEach(async () => {
  running = 0;
  mostAtOnce = 0;
  runs = 0;
  status = 200;
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function url(): string {
  return `http://${HOST}:${(server.address() as AddressInfo).port}/`;
}

it("sweeps again and again, one run at a time", async () => {
  const sweeper = startSweeper(url(), 0.001, () => {});
  await Promise.all([sweeper.runNow(), sweeper.runNow(), sweeper.runNow()]);
  await expect.poll(() => runs).toBeGreaterThan(5);
  sweeper.stop();
  expect(mostAtOnce).toBe(1);
});

it("sweeps only when asked without a pause given", async () => {
  const sweeper = startSweeper(url(), null, () => {});
  await sweeper.runNow();
  sweeper.stop();
  expect(runs).toBe(1);
});

it("tells a failed run and goes on", async () => {
  status = 500;
  const errors: string[] = [];
  const sweeper = startSweeper(url(), 0.001, (message) => errors.push(message));
  await expect.poll(() => errors.length).toBeGreaterThan(1);
  sweeper.stop();
  expect(errors[0]).toContain("The sweep answered 500: done");
  await expect(sweeper.runNow()).rejects.toThrow("500");
});
