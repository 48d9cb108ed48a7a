const { Firestore } = require("@google-cloud/firestore");

/** A project for each worker: files that run side by side do not see each other's documents. */
const projectId = `demo-${process.env.JEST_WORKER_ID}`;
exports.db = new Firestore({ projectId });

const project = `http://${process.env.FIRESTORE_EMULATOR_HOST}/emulator/v1/projects/${projectId}`;
exports.clear = () => fetch(`${project}/databases/(default)/documents`, { method: "DELETE" });
exports.snapshot = () => fetch(`${project}:snapshot`, { method: "POST" });
exports.restore = () => fetch(`${project}:restore`, { method: "POST" });
