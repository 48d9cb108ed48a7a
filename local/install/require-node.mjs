const OLDEST_NODE = [20, 19];

/** Ends the process with one sentence when this Node is too old for the project. */
export function requireNode() {
  const version = process.versions.node.split(".").map(Number);
  const newEnough =
    version[0] > OLDEST_NODE[0] || (version[0] === OLDEST_NODE[0] && version[1] >= OLDEST_NODE[1]);
  if (newEnough) return;
  console.error(
    "livechat needs Node " +
      OLDEST_NODE.join(".") +
      " or newer, this is " +
      process.versions.node +
      ": install a newer one from https://nodejs.org and run the command again.",
  );
  process.exit(1);
}
