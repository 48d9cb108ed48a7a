import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkArrows } from "./check.ts";
import { FLOORS } from "./floors.ts";

let root: string;

function plant(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "arrows-"));
  cpSync(join(import.meta.dirname, "..", "..", ".gitignore"), join(root, ".gitignore"));
  for (const [place, floors] of Object.entries(FLOORS)) {
    for (const folder of floors.flat())
      plant({ [`${place}/${folder}/ground.ts`]: "export const ground = 1;\n" });
  }
});
afterEach(() => rmSync(root, { recursive: true }));

describe("the directions of imports", () => {
  it("finds nothing wrong with imports from floors below", () => {
    plant({ "functions/src/routing/fine.ts": 'export { ground } from "../store/ground.ts";\n' });
    expect(checkArrows(root)).toMatchObject({ ok: true });
  });

  it.each([
    ["an upward import", "functions/src/store/bad.ts", "../routing/ground.ts"],
    ["an import from the same floor", "functions/src/auth/bad.ts", "../agent/ground.ts"],
    ["an import from a nested folder", "functions/src/features/files/bad.ts", "../../http/ground.ts"],
    ["a floor inside the rules", "firestore-emulator/src/rules/values/bad.ts", "../match/ground.ts"],
    ["rules that know the server", "firestore-emulator/src/rules/match/bad.ts", "../../server/ground.ts"],
    ["a package by its path", "contract/src/bad.ts", "../../functions/src/store/ground.ts"],
    ["a package by its name", "firestore-emulator/src/model/bad.ts", "@livechat/contract"],
  ])("refuses %s", (_, path, target) => {
    plant({ [path]: `import type { ground } from "${target}";\nexport type Bad = typeof ground;\n` });
    const { ok, text } = checkArrows(root);
    expect(ok).toBe(false);
    expect(text).toContain(path);
  });

  it("refuses a circle of files, by types alone too", () => {
    plant({
      "contract/src/one.ts": 'import type { Other } from "./other.ts";\nexport type One = Other | 1;\n',
      "contract/src/other.ts": 'import type { One } from "./one.ts";\nexport type Other = One[];\n',
    });
    const { ok, text } = checkArrows(root);
    expect(ok).toBe(false);
    expect(text).toContain("noImportCycles");
  });

  it("refuses a folder that stands on no floor", () => {
    plant({ "functions/src/helpers/any.ts": "export {};\n" });
    expect(checkArrows(root).text).toContain("functions/src/helpers stands on no floor");
  });
});
