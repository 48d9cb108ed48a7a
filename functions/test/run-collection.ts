import newman, { type Summary } from "newman";
import { postmanCollection } from "../src/docs/postman/collection.ts";

/** Runs the Postman collection, or one folder of it, with Postman's own runner against the system at this address. */
export function runCollection(baseUrl: string, folder?: string): Promise<Summary["run"]> {
  const options = {
    collection: postmanCollection(),
    envVar: [{ key: "base_url", value: baseUrl }],
    reporters: [],
    ...(folder !== undefined && { folder }),
  };
  return new Promise((resolve, reject) => {
    newman.run(options, (error, summary) => (error ? reject(error) : resolve(summary.run)));
  });
}

/** Each failed assertion in one line. */
export function failuresOf(run: Summary["run"]): string[] {
  return run.failures.map(({ source, error }) => `${source?.name}: ${error.message}`);
}
