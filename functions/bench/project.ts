/** Where the benchmark's documents are. */
export const PROJECT_ID = "demo-bench";
