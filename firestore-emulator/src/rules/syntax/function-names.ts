/** Functions that are called by plain name; the reference's rules.firestore and the conversion functions. */
export const BUILT_IN_FUNCTIONS: ReadonlySet<string> = new Set(
  "get exists getAfter existsAfter debug int float string bool path".split(" "),
);

/** Namespaces of functions: math.abs(x) and so on. */
export const NAMESPACES: ReadonlySet<string> = new Set("math timestamp duration latlng hashing".split(" "));
