import { settingsPages } from "../texts/en/settings-pages.ts";
import { en } from "../texts/en.ts";

/** The English texts of the settings are loaded with their pages. */
Object.assign(en, settingsPages);
