import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { parseDeployment } from "../../functions/src/platform/deployment.ts";

/** Variables of one project's deployment: `functions/.env.<project>`, the Firebase CLI's own place for them. */
export class Settings {
  private constructor(
    readonly file: string,
    /** The file as it is called in this checkout. */
    readonly name: string,
    private text: string,
  ) {}

  /** `root`: the folder with firebase.json. */
  static async read(root: string, projectId: string): Promise<Settings> {
    const name = `functions/.env.${projectId}`;
    const file = join(root, name);
    return new Settings(file, name, existsSync(file) ? await readFile(file, "utf8") : "");
  }

  get values(): Readonly<Record<string, string>> {
    return parseEnv(this.text) as Record<string, string>;
  }

  get(name: string): string {
    return this.values[name] ?? "";
  }

  get region(): string {
    return parseDeployment(this.values).region;
  }

  get databaseId(): string {
    return parseDeployment(this.values).databaseId;
  }

  /** Sets variables where they stand, or at the end. Comments and everything else stay. */
  async set(changes: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(changes)) {
      const line = `${name}=${/[\s#"']/.test(value) ? JSON.stringify(value) : value}`;
      const old = new RegExp(`^\\s*(export\\s+)?${name}\\s*=.*$`, "m");
      if (old.test(this.text)) this.text = this.text.replace(old, () => line);
      else this.text += `${this.text === "" || this.text.endsWith("\n") ? "" : "\n"}${line}\n`;
    }
    await writeFile(this.file, this.text);
  }
}
