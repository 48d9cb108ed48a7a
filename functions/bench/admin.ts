/** The benchmark's admin, made by the server process and signed in by the load. */
export const ADMIN = { name: "Ada", email: "ada@livechat.test", password: "a password for the benchmark" };
