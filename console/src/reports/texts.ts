import { reports } from "../texts/en/reports.ts";
import { en } from "../texts/en.ts";

/** The English texts of the reports are loaded with their pages: nobody else waits for them. */
Object.assign(en, reports);
