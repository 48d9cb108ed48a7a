import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The page's own: a panel that opens over a page is not its landmark, nor has it the page's headings. */
const OF_PAGES = ["region", "page-has-heading-one", "landmark-one-main"];

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Until nothing moves any more: while the panel fades in, its texts have less contrast than they are read with. */
const stoodStill = (page: Page) =>
  page.evaluate(async () => {
    const root = document.querySelector("livechat-widget")?.shadowRoot;
    const moving = [...(root?.querySelectorAll(".panel") ?? [])].flatMap((panel) =>
      panel.getAnimations({ subtree: true }),
    );
    // One that is cancelled is over, too.
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });

/** What axe finds wrong in the widget, as "rule: element". */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  await stoodStill(page);
  return page.evaluate(
    async ([tags, disabled]) => {
      const rules = Object.fromEntries((disabled ?? []).map((id) => [id, { enabled: false }]));
      const options = { runOnly: { type: "tag", values: tags }, rules };
      const run = (window as unknown as { axe: { run(of: unknown, how: unknown): Promise<never> } }).axe.run;
      const { prototype } = CanvasRenderingContext2D;
      const { measureText } = prototype;
      // Letters that are joined take less room than each alone. So do an icon font's ligatures: axe takes Arabic for
      // icons, and then looks at no text of that font, in no script. The widget has no icon font.
      prototype.measureText = (text) => ({ width: text.length * 30 }) as TextMetrics;
      const result = (await run(document.querySelector("livechat-widget"), options).finally(() => {
        prototype.measureText = measureText;
      })) as {
        passes: { id: string }[];
        violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[];
      };
      // Who looks at nothing finds nothing.
      if (!result.passes.some(({ id }) => id === "color-contrast")) return ["axe did not look at the texts"];
      return result.violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary}`),
      );
    },
    [RULES, OF_PAGES],
  );
}
