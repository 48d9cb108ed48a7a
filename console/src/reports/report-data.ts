import type { Report } from "@livechat/contract";
import { type Call, useCall } from "../client/call.ts";
import { type Loaded, useLoaded } from "../client/use-loaded.ts";
import { type Asked, before, distributionOf, queryOf, searchOf, zoneOfReader } from "./period.ts";

/** Durations as the API has them, in seconds. */
export interface Durations {
  readonly count: number;
  readonly average: number | null;
  readonly median: number | null;
  readonly p90: number | null;
  readonly business: { readonly median: number | null };
}

export interface Ratings {
  readonly chats: number;
  readonly asked: number;
  readonly good: number;
  readonly bad: number;
  readonly satisfaction: number | null;
  readonly response_rate: number | null;
}

export interface Overview {
  readonly total: number;
  readonly closed: number;
  readonly answered: number;
  readonly missed: number;
  readonly abandoned: number;
  readonly abandoned_short: number;
  readonly offline_messages: number;
  readonly ratings: Ratings;
  readonly first_response_time: Durations;
  readonly response_time: Durations;
  readonly queue: Durations & { readonly max: number | null };
  readonly queue_left: Durations;
  readonly handling_time: Durations;
  readonly duration: Durations;
}

export interface AgentLine {
  readonly name: string;
  readonly chats_count: number;
  readonly missed: number;
  readonly messages_sent: number;
  readonly accepting_chats_time: number;
  readonly chatting_time: number;
  readonly occupancy: number | null;
  readonly concurrency: number | null;
  readonly first_response: Durations;
  readonly handling: Durations;
  readonly ratings: Ratings;
}

/** A report by its buckets, in their order. */
export interface Read<Row> {
  readonly rows: readonly { readonly key: string; readonly row: Row }[];
  readonly total: Row;
}

function read<Row>({ records, total }: Report): Read<Row> {
  const rows = Object.entries(records).map(([key, row]) => ({ key, row: row as unknown as Row }));
  return { rows, total: total as unknown as Row };
}

type Distribution = "day" | "week" | "hour" | "month";

export async function readReport<Row>(
  call: Call,
  { name, asked, distribution }: { name: string; asked: Asked; distribution: Distribution },
): Promise<Read<Row>> {
  const query = { ...queryOf(asked), timezone: zoneOfReader(), distribution };
  return read<Row>(await call("getReport", { params: { name }, query }));
}

/** The overview of the period, and of the one before. */
export function useOverview(asked: Asked): Loaded<{ now: Read<Overview>; former: Read<Overview> }> {
  const call = useCall();
  return useLoaded(`overview${searchOf(asked)}`, async () => {
    const distribution = distributionOf(asked);
    const [now, former] = await Promise.all([
      readReport<Overview>(call, { name: "overview", asked, distribution }),
      readReport<Overview>(call, { name: "overview", asked: before(asked), distribution: "month" }),
    ]);
    return { now, former };
  });
}
