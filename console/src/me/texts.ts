import { me } from "../texts/en/me.ts";
import { en } from "../texts/en.ts";

Object.assign(en, me);
