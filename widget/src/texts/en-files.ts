import type { FileTexts } from "./texts.ts";

/** In the part that says it, and for languages that are not here. */
export const enFiles: FileTexts = {
  remove: "Remove {name}",
  describe: "Describe this picture",
  uploading: "Uploading {name}",
  previous: "Previous picture",
  next: "Next picture",
  removed: "File removed",
  checking: "Being checked",
  gone: "Cannot be opened now",
  tooLarge: "Too large: at most {size}",
  tooLargeHere: "Too large",
  tooMany: "At most {n} files in one message",
  wrongType: "This kind of file is not accepted",
  empty: "The file is empty",
  notAllowed: "Files cannot be sent right now",
  network: "The connection was lost",
  tooOften: "Too many files. Try again later",
  other: "Something went wrong",
};
