import { integrations } from "../texts/en/integrations.ts";
import { en } from "../texts/en.ts";

/** The English texts of the integrations are loaded with their pages. */
Object.assign(en, integrations);
