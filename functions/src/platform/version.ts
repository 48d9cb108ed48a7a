/** The version of this code: of the release, not of a deployment. package.json and functions/package.json have the same. */
export const VERSION = "0.2.0";
