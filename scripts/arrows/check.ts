import type { Part } from "./arrows.ts";
import type { SourceFile } from "./imports.ts";

const FREE = /\.test\.tsx?$|(^|\/)(test|tests|bench)\//;

/** One sentence for each import against the arrows, each file that no part covers and each circle of imports. */
export function findViolations(files: readonly SourceFile[], arrows: readonly Part[]): string[] {
  const checked = files.filter((file) => !FREE.test(file.path) && file.path.includes("/"));
  return [...checked.flatMap((file) => wrongImports(file, arrows)), ...findCircles(checked)];
}

function wrongImports(file: SourceFile, arrows: readonly Part[]): string[] {
  const part = partOf(file.path, arrows);
  if (part === undefined) {
    return isConfiguration(file.path) ? [] : [`${file.path}: no arrow says what it may import`];
  }
  return file.imports
    .map(({ target }) => target)
    .filter(
      (target) => !isWithin(target, part.place) && !part.mayImport.some((place) => isWithin(target, place)),
    )
    .map(
      (target) => `${file.path} imports ${target}: ${part.place} may import from ${listed(part.mayImport)}`,
    );
}

function partOf(path: string, arrows: readonly Part[]): Part | undefined {
  return arrows
    .filter((part) => isWithin(path, part.place))
    .sort((one, other) => other.place.length - one.place.length)[0];
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

function isConfiguration(path: string): boolean {
  return /^[^/]+\/[^/]+\.config\.ts$/.test(path);
}

function listed(places: readonly string[]): string {
  return places.length === 0 ? "nothing else" : places.join(", ");
}

/** Depth-first: an import of a file that is still being visited closes a circle. */
function findCircles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const finished = new Set<string>();
  const circles: string[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    const at = trail.indexOf(file.path);
    if (at >= 0) {
      circles.push(`circle of imports: ${[...trail.slice(at), file.path].join(" -> ")}`);
      return;
    }
    if (finished.has(file.path)) return;
    for (const { target, typeOnly } of file.imports) {
      const next = typeOnly ? undefined : byPath.get(target);
      if (next !== undefined) visit(next, [...trail, file.path]);
    }
    finished.add(file.path);
  };
  for (const file of files) visit(file, []);
  return circles;
}
