import { pageFacts } from "../texts/en/page-facts.ts";
import { en } from "../texts/en.ts";

Object.assign(en, pageFacts);
