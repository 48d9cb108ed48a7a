import type { Outcome } from "./simulation.ts";

/** Sizes in SVG units. */
const WIDTH = 840;
const PANEL_HEIGHT = 200;
const MARGIN = 50;
const GAP = 70;
const MAX_POINTS = 600;
const COLORS: Record<string, string> = { round_robin: "#1a73e8", least_loaded: "#d93025", sticky: "#188038" };

type Point = { readonly atSeconds: number; readonly waiting: number };

function text(x: number, y: number, content: string, anchor = "start"): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${content}</text>`;
}

function frame(top: number, title: string): string {
  const [left, right, bottom] = [MARGIN, WIDTH - MARGIN, top + PANEL_HEIGHT];
  const axis = `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#5f6368"/>`;
  return text(left, top - 12, title) + axis;
}

/** Of many points, the highest in each of so many equal spans, so that no peak is lost. */
function thinOut(points: readonly Point[]): Point[] {
  const size = Math.ceil(points.length / MAX_POINTS);
  const spans = Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
    points.slice(i * size, (i + 1) * size),
  );
  return spans.map((span) => span.reduce((a, b) => (b.waiting > a.waiting ? b : a)));
}

function queuePanel(outcomes: readonly Outcome[], top: number): string {
  const all = outcomes.flatMap(({ queue }) => queue);
  const end = Math.max(1, ...outcomes.map(({ queue }) => queue.at(-1)?.atSeconds ?? 0));
  const most = all.reduce((peak, { waiting }) => Math.max(peak, waiting), 1);
  const x = (seconds: number) => MARGIN + (seconds / end) * (WIDTH - 2 * MARGIN);
  const y = (waiting: number) => top + PANEL_HEIGHT - (waiting / most) * PANEL_HEIGHT;
  const lines = outcomes.map(({ strategy, queue }) => {
    const points = thinOut(queue).map((p) => `${x(p.atSeconds).toFixed(1)},${y(p.waiting).toFixed(1)}`);
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${COLORS[strategy]}" stroke-width="1.5"/>`;
  });
  const labels =
    text(MARGIN - 6, top + 10, String(most), "end") +
    text(MARGIN - 6, top + PANEL_HEIGHT, "0", "end") +
    text(WIDTH - MARGIN, top + PANEL_HEIGHT + 18, `${(end / 3_600).toFixed(1)} h`, "end");
  return frame(top, "Waiting visitors over time") + labels + lines.join("");
}

function sharesPanel(outcomes: readonly Outcome[], top: number): string {
  const agents = outcomes[0]?.shares.length ?? 1;
  const most = Math.max(1, ...outcomes.flatMap(({ shares }) => shares));
  const slot = (WIDTH - 2 * MARGIN) / agents;
  const width = (slot * 0.8) / outcomes.length;
  const bars = outcomes.flatMap(({ strategy, shares }, o) =>
    shares.map((share, i) => {
      const height = (share / most) * PANEL_HEIGHT;
      const x = MARGIN + i * slot + slot * 0.1 + o * width;
      const y = top + PANEL_HEIGHT - height;
      return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${COLORS[strategy]}"/>`;
    }),
  );
  return (
    frame(top, "Conversations of each agent") +
    text(MARGIN - 6, top + 10, String(most), "end") +
    bars.join("")
  );
}

function legend(outcomes: readonly Outcome[]): string {
  return outcomes
    .map(({ strategy }, i) => {
      const x = MARGIN + i * 150;
      return `<rect x="${x}" y="14" width="14" height="14" fill="${COLORS[strategy]}"/>${text(x + 20, 26, strategy)}`;
    })
    .join("");
}

/** The strategies beside each other: the queue over time, and each agent's share. */
export function plot(outcomes: readonly Outcome[]): string {
  const first = MARGIN + 30;
  const second = first + PANEL_HEIGHT + GAP;
  const height = second + PANEL_HEIGHT + MARGIN;
  const body = legend(outcomes) + queuePanel(outcomes, first) + sharesPanel(outcomes, second);
  const style = 'font-family="sans-serif" font-size="13" fill="#202124"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Routing strategies compared"><rect width="100%" height="100%" fill="#fff"/><g ${style}>${body}</g></svg>\n`;
}
