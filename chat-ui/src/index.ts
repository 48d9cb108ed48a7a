export { agentNames } from "./agent-names.ts";
export { describe, type Reader, repeats, type SystemEvent } from "./describe.ts";
export { type Piece, piecesOf, plainText } from "./rich-text.ts";
export { LANGUAGES, languageOf, systemTextsFor } from "./texts/index.ts";
export { LAUNCHER_LANGUAGES, launcherTextsFor } from "./texts/launcher.ts";
export { fill, type SystemTexts } from "./texts/system-texts.ts";
