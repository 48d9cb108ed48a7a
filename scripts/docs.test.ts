import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const decisions = readdirSync(join(root, "docs", "decisions")).sort();
const pages = [
  "README.md",
  "firestore-emulator/README.md",
  "storage-emulator/README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...decisions.map((name) => `docs/decisions/${name}`),
];

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The page's text without what stands in code, where brackets mean something else. */
function prose(page: string): string {
  return read(page)
    .replace(/^```[\s\S]*?^```/gm, "")
    .replace(/`[^`\n]*`/g, "");
}

/** As GitHub makes them: lower case, spaces to hyphens, everything else but letters, digits and _ gone. */
function anchorsOf(page: string): string[] {
  const headings = read(page).matchAll(/^#+ +(.+)$/gm);
  return [...headings].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function brokenLinksOf(page: string): string[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const file = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && !anchorsOf(file).includes(anchor);
  });
}

describe.each(pages)("%s", (page) => {
  it("links only to what there is", () => {
    expect(brokenLinksOf(page)).toEqual([]);
  });

  it("names only npm scripts that there are", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
    const named = [...read(page).matchAll(/npm run (?:--silent |-s )?([a-z][\w:-]*)/g)].map(
      ([, name]) => name,
    );
    expect(named.filter((name) => scripts[String(name)] === undefined)).toEqual([]);
  });
});

it("docs/architecture.md lists every decision under its title", () => {
  const listed = read("docs/architecture.md");
  for (const name of decisions) {
    const [, number, title] = /^# (\d{3}) (.+)$/m.exec(read(`docs/decisions/${name}`)) ?? [];
    expect(name.startsWith(`${number}-`)).toBe(true);
    expect(listed).toContain(`| ${number} | [${title}](decisions/${name}) |`);
  }
});

it("docs/architecture.md lists every dependency of the packages", () => {
  const { workspaces }: { workspaces: string[] } = JSON.parse(read("package.json"));
  const manifests = ["package.json", ...workspaces.map((folder) => `${folder}/package.json`)];
  const names = manifests.flatMap((manifest) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(manifest)) as Dependencies;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const page = read("docs/architecture.md");
  const external = new Set(names.filter((name) => !name.startsWith("@livechat/")));
  expect([...external].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it("docs/architecture.md lists every collection that the backend writes", () => {
  const folder = "functions/src/store";
  const names = readdirSync(join(root, folder)).flatMap((file) =>
    [...read(`${folder}/${file}`).matchAll(/(?:defineCollection|\.collection)\(\s*"(\w+)"/g)].map(
      ([, name]) => name,
    ),
  );
  expect(names.length).toBeGreaterThan(10);
  const page = read("docs/architecture.md");
  expect(names.filter((name) => !new RegExp(`[\`/]${name}/\\{`).test(page))).toEqual([]);
});

interface Dependencies {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}
