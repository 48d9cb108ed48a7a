import { parseConfig } from "./config.ts";
import { type Context, createContext } from "./context.ts";
import { processLog } from "./log.ts";
import { VERSION } from "./version.ts";

let context: Context | undefined;

/** The context of this process, made at its first use: secrets are not there while the code is only being discovered. */
export function processContext(): Context {
  context ??= createContext(parseConfig(process.env), processLog.with({ version: VERSION }));
  return context;
}
