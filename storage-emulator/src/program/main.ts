import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { startStorageEmulator } from "../index.ts";

const HELP = `Usage: storage-emulator [options]

Runs a small Cloud Storage. Point the SDK at it: new Storage({ apiEndpoint: "http://<host>:<port>" }).

  --host <address>          address to listen on (127.0.0.1)
  --port <number>           port to listen on, 0 for any free one (9199)
  --bucket <name>           a bucket that is there from the start; may be given several times
  --folder <folder>         keep objects there instead of in memory
  --import <folder>         export to start with
  --signer <e-mail>=<file>  believe addresses signed by this account; the file is its public key in PEM
  --access-token <text>     what the JSON API wants as a bearer token
  --allow-origin <origin>   lets pages of this origin call the JSON API, or of any with "*"
  --export-folder <folder>  requests may have exports written below it, besides the working and the temporary folder
  --help                    show this text
`;

const { values } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "9199" },
    bucket: { type: "string", multiple: true, default: [] },
    folder: { type: "string" },
    import: { type: "string" },
    signer: { type: "string", multiple: true, default: [] },
    "access-token": { type: "string" },
    "allow-origin": { type: "string", multiple: true, default: [] },
    "export-folder": { type: "string", multiple: true, default: [] },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  process.stdout.write(HELP);
} else {
  const emulator = await startStorageEmulator({
    host: values.host,
    port: Number(values.port),
    buckets: values.bucket,
    allowOrigins: values["allow-origin"],
    exportFolders: [process.cwd(), tmpdir(), ...values["export-folder"]],
    signers: await readSigners(values.signer),
    log: (message) => process.stderr.write(`${message}\n`),
    ...(values.folder !== undefined && { folder: values.folder }),
    ...(values.import !== undefined && { import: values.import }),
    ...(values["access-token"] !== undefined && { accessToken: values["access-token"] }),
  });
  process.stdout.write(`Cloud Storage answers on ${emulator.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void emulator.stop().then(() => process.exit()));
  }
}

async function readSigners(given: readonly string[]): Promise<Record<string, string>> {
  const pairs = given.map(async (text) => {
    const mark = text.indexOf("=");
    return [text.slice(0, mark), await readFile(text.slice(mark + 1), "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}
