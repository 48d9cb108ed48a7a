import type { ComponentType } from "react";
import { Problem } from "../parts/problem.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import type { Asked } from "./period.ts";
import { type Overview, type Read, useOverview } from "./report-data.ts";

export interface ReportPageProps {
  readonly asked: Asked;
  readonly now: Read<Overview>;
  readonly former: Read<Overview>;
}

export function Loading() {
  const t = useTexts();
  return <p className="empty">{t("places.loading")}</p>;
}

/** A page that shows the overview of its period beside the one before. */
export function withOverview(Shown: ComponentType<ReportPageProps>) {
  return function WithOverview({ asked }: { asked: Asked }) {
    const { data, problem } = useOverview(asked);
    return (
      <>
        <Problem text={problem} />
        {!data && !problem && <Loading />}
        {data && <Shown asked={asked} {...data} />}
      </>
    );
  };
}
