import { invite } from "../texts/en/invite.ts";
import { en } from "../texts/en.ts";

Object.assign(en, invite);
