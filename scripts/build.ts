/** `npm run build [-- functions | pages]`: builds what is deployed, into functions and dist/hosting. */
import { buildFunctions } from "./build/functions.ts";
import { writeFunctionsLock } from "./build/functions-lock.ts";
import { buildPages } from "./build/pages.ts";

const builds: Readonly<Record<string, () => Promise<void>>> = {
  functions: async () => {
    await Promise.all([buildFunctions(), writeFunctionsLock()]);
  },
  pages: buildPages,
};

async function main(names: string[]): Promise<void> {
  const unknown = names.find((name) => builds[name] === undefined);
  if (unknown !== undefined) {
    throw new Error(`There is no build called ${unknown}. There are: ${Object.keys(builds).join(", ")}.`);
  }
  const chosen = Object.entries(builds).filter(([name]) => names.length === 0 || names.includes(name));
  await Promise.all(chosen.map(([, build]) => build()));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
