import { Link } from "wouter";
import type { Texts } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { shownSeconds, shownShare } from "./format.ts";
import type { Durations, Ratings } from "./report-data.ts";

interface Props {
  readonly label: string;
  readonly value: string;
  /** What it was in the period before. */
  readonly former: string;
  readonly lines?: readonly string[];
  /** Leads to the chats behind the number. */
  readonly to?: string;
}

/** One number, beside what it was before. */
export function Stat({ label, value, former, lines = [], to }: Props) {
  const t = useTexts();
  return (
    <div className="stat">
      <dt>{label}</dt>
      <dd>
        <strong>{to ? <Link href={to}>{value}</Link> : value}</strong>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
        <span className="quiet">{t("reports.before", { value: former })}</span>
      </dd>
    </div>
  );
}

interface Counted {
  readonly label: string;
  readonly now: number;
  readonly former: number;
  readonly lines?: readonly string[];
  readonly to?: string;
}

/** A count, beside what it was before. */
export function CountStat({ now, former, ...rest }: Counted) {
  const t = useTexts();
  return <Stat value={t.number(now)} former={t.number(former)} {...rest} />;
}

/** How many of those who rated were satisfied, beside what it was before. */
export function SatisfactionStat({ now, former }: { now: Ratings; former: Ratings }) {
  const t = useTexts();
  return (
    <Stat
      label={t("reports.satisfaction")}
      value={shownShare(t, now.satisfaction)}
      former={shownShare(t, former.satisfaction)}
      lines={[t.count("reports.ratings", now.good + now.bad)]}
    />
  );
}

/** Median, 90th percentile and count, which stand beside each mean. */
export function spread(t: Texts, { median, p90, count }: Durations): string[] {
  return [
    t("reports.spreadMedian", { value: shownSeconds(t, median) }),
    t("reports.spreadP90", { value: shownSeconds(t, p90) }),
    t.count("reports.of", count),
  ];
}

/** A mean with its spread, beside what it was before. */
export function DurationStat({
  label,
  now,
  former,
  to,
}: {
  label: string;
  now: Durations;
  former: Durations;
  to?: string;
}) {
  const t = useTexts();
  return (
    <Stat
      label={label}
      value={shownSeconds(t, now.average)}
      former={shownSeconds(t, former.average)}
      lines={spread(t, now)}
      {...(to && { to })}
    />
  );
}
