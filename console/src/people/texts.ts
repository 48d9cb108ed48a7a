import { people } from "../texts/en/people.ts";
import { en } from "../texts/en.ts";

Object.assign(en, people);
