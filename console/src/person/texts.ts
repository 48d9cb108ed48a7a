import { person } from "../texts/en/person.ts";
import { en } from "../texts/en.ts";

Object.assign(en, person);
