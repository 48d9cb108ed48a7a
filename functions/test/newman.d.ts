/** What the tests use of newman, which comes without types. */
declare module "newman" {
  export interface Failure {
    error: { name: string; message: string };
    source?: { name?: string };
  }

  export interface Summary {
    run: {
      stats: Record<"requests" | "assertions" | "testScripts", { total: number; failed: number }>;
      failures: Failure[];
    };
  }

  export interface RunOptions {
    collection: object;
    envVar?: { key: string; value: string }[];
    reporters?: string[];
    /** The one folder to run. */
    folder?: string;
  }

  function run(options: RunOptions, done: (error: Error | null, summary: Summary) => void): void;
  const newman: { run: typeof run };
  export default newman;
}
