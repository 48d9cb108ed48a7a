import { createServer, type Server } from "node:net";
import { findHolder } from "./port-holder.ts";

/** Default port of everything that listens. `start` names its option and variable in the sentence about a taken port. */
export const DEFAULT_PORTS = {
  hosting: 5000,
  functions: 5001,
  auth: 9099,
  firestore: 8080,
  storage: 9199,
  tasks: 9499,
  eventarc: 9299,
  hub: 4400,
  logging: 4500,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Record<PortName, number>;
export const PORT_NAMES = Object.keys(DEFAULT_PORTS) as PortName[];

/** Nobody types these addresses, so when the default is taken another port does as well. */
const INTERNAL: readonly PortName[] = ["eventarc", "hub", "logging"];

export const HOST = "127.0.0.1";

/** Below the range from which systems take ports for outgoing connections, so that none is lost between test and use. */
const FREE_RANGE = { first: 20_000, last: 31_999 };

export function portOption(name: PortName): string {
  return `--port-${name}`;
}

export function portVariable(name: PortName): string {
  return `LIVECHAT_PORT_${name.toUpperCase()}`;
}

/**
 * Settles every port: the chosen ones and the defaults must be free; 0 means any free port.
 * @throws Error with one sentence naming the port, its holder as far as known, and how to change it.
 */
export async function settlePorts(chosen: Partial<Ports>): Promise<Ports> {
  refuseRepeated(chosen);
  const held: Server[] = [];
  try {
    const ports: Partial<Ports> = {};
    for (const name of PORT_NAMES) {
      const wanted = chosen[name] ?? DEFAULT_PORTS[name];
      const replaceable = wanted === 0 || (chosen[name] === undefined && INTERNAL.includes(name));
      const server = (wanted === 0 ? null : await hold(wanted)) ?? (replaceable ? await holdAnyFree() : null);
      if (server === null) throw await portTaken(name, wanted);
      held.push(server);
      ports[name] = portOf(server);
    }
    return ports as Ports;
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function refuseRepeated(chosen: Partial<Ports>): void {
  const typed = PORT_NAMES.filter((name) => !INTERNAL.includes(name) || chosen[name] !== undefined);
  const wanted = typed.map((name) => ({ name, port: chosen[name] ?? DEFAULT_PORTS[name] }));
  for (const [index, { name, port }] of wanted.entries()) {
    const other = wanted.slice(0, index).find((earlier) => port !== 0 && earlier.port === port);
    if (other === undefined) continue;
    throw new Error(
      `Port ${port} is asked for twice, for ${other.name} and ${name}: choose another with npm start -- ${portOption(name)} ${port + 10}.`,
    );
  }
}

/** For a port that settlePorts found free and that another program took before it was used. */
export async function explainTaken(error: unknown, name: PortName, port: number): Promise<unknown> {
  const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  return isTaken ? portTaken(name, port) : error;
}

async function portTaken(name: PortName, port: number): Promise<Error> {
  const holder = await findHolder(port);
  const by = holder === null ? "is taken by another program" : `is taken by ${holder}`;
  const other = port + 10;
  return new Error(
    `Port ${port} (${name}) ${by}: end that program, or choose another port with npm start -- ${portOption(name)} ${other} or ${portVariable(name)}=${other}.`,
  );
}

/** The listening server, or null when the port cannot be had. */
function hold(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: HOST, exclusive: true }, () => resolve(server));
  });
}

async function holdAnyFree(): Promise<Server> {
  for (;;) {
    const span = FREE_RANGE.last - FREE_RANGE.first + 1;
    const server = await hold(FREE_RANGE.first + Math.floor(Math.random() * span));
    if (server !== null) return server;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return address.port;
}
