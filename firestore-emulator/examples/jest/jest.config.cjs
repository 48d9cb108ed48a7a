module.exports = {
  globalSetup: "./start-firestore.cjs",
  globalTeardown: "./stop-firestore.cjs",
};
