import { archive } from "../texts/en/archive.ts";
import { en } from "../texts/en.ts";

Object.assign(en, archive);
