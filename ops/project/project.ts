import { orNull } from "../google/api-error.ts";
import type { GoogleApi } from "../google/google-api.ts";
import type { CloudFunction, Database, FirebaseProject, Site } from "../google/google-types.ts";
import type { Settings } from "./settings.ts";

/** Wishes of whoever runs setup, from its options and questions. */
export interface Wishes {
  /** The web site with the widget: `https://www.example.com`. */
  readonly site: string | null;
  /** Where the database is made; the region's own place unless given. */
  readonly databaseLocation: string | null;
  readonly admin: { readonly email: string; readonly name: string; readonly password: string } | null;
  /** Who is told by e-mail about alerts. */
  readonly alertsTo: string | null;
  /** A month's costs in whole units of the billing account's currency, from which on an e-mail is sent. */
  readonly budget: number;
  /** Whether sign-in may be switched on by upgrading to Identity Platform. */
  readonly identityPlatform: boolean;
}

export interface ProjectOptions {
  readonly id: string;
  /** The folder with firebase.json. */
  readonly root: string;
  readonly google: GoogleApi;
  readonly settings: Settings;
  readonly wishes: Wishes;
  readonly environment: NodeJS.ProcessEnv;
  /** Tells what goes on inside a step. */
  progress(line: string): void;
}

/** The project that is set up, checked or taken down. */
export class Project {
  readonly id: string;
  readonly root: string;
  readonly google: GoogleApi;
  readonly settings: Settings;
  readonly wishes: Wishes;
  readonly environment: NodeJS.ProcessEnv;
  readonly progress: (line: string) => void;

  constructor(options: ProjectOptions) {
    this.id = options.id;
    this.root = options.root;
    this.google = options.google;
    this.settings = options.settings;
    this.wishes = options.wishes;
    this.environment = options.environment;
    this.progress = options.progress;
  }

  get region(): string {
    return this.settings.region;
  }

  /** `firestore.googleapis.com/v1/projects/.../databases/...` */
  get databaseAddress(): string {
    return `firestore.googleapis.com/v1/projects/${this.id}/databases/${this.settings.databaseId}`;
  }

  database(): Promise<Database | null> {
    return orNull(this.google.call<Database>("GET", this.databaseAddress));
  }

  firebase(): Promise<FirebaseProject> {
    return this.google.call("GET", `firebase.googleapis.com/v1beta1/projects/${this.id}`);
  }

  /** The deployed functions, by name. Of other regions too, to find what was left there. */
  async functions(): Promise<ReadonlyMap<string, CloudFunction>> {
    const address = `cloudfunctions.googleapis.com/v2/projects/${this.id}/locations/-/functions`;
    const { functions = [] } = await this.google.call<{ functions?: CloudFunction[] }>("GET", address);
    return new Map(functions.map((one) => [one.name?.split("/").at(-1) ?? "", one]));
  }

  /** The account that the functions run as, once they are deployed. */
  async account(): Promise<string | null> {
    const api = (await this.functions()).get("api");
    return api?.serviceConfig?.serviceAccountEmail ?? null;
  }

  /** Where the pages and the API answer: `https://<project>.web.app`. */
  async siteUrl(): Promise<string> {
    const address = `firebasehosting.googleapis.com/v1beta1/projects/${this.id}/sites/${this.id}`;
    const { defaultUrl } = await this.google.call<Site>("GET", address);
    return defaultUrl ?? `https://${this.id}.web.app`;
  }
}
