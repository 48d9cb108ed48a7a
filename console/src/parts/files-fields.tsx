import type { FilesSettings, UpdateGroup } from "@livechat/contract";
import { useTexts } from "../texts/use-texts.tsx";
import { Area, Choice, entered, enteredNumber, Field } from "./form.tsx";

const MEGABYTE = 1024 * 1024;
const VISITORS = ["off", "afterFirstReply", "on"] as const;
const SCANS = ["off", "required"] as const;
const DEFAULT_MAX_BYTES = 25 * MEGABYTE;

/** A whole number from 1 that has to be given. */
function Bounded(field: { label: string; name: string; max: number; value: number }) {
  return <Field type="number" min={1} required {...field} />;
}

/** Which files people send each other. `files` null: the usual ones, whose types the server knows. */
export function FilesFields({ files }: { files: FilesSettings | null }) {
  const t = useTexts();
  return (
    <>
      <Choice
        label={t("group.filesVisitors")}
        name="filesVisitors"
        value={files?.visitors ?? "afterFirstReply"}
        options={VISITORS.map((value) => ({ value, label: t(`group.filesVisitors.${value}`) }))}
      />
      <Bounded
        label={t("group.filesMegabytes")}
        name="filesMegabytes"
        max={100}
        value={Math.round((files?.maxBytes ?? DEFAULT_MAX_BYTES) / MEGABYTE)}
      />
      <Bounded
        label={t("group.filesPerMessage")}
        name="filesPerMessage"
        max={10}
        value={files?.maxPerMessage ?? 10}
      />
      <Bounded
        label={t("group.filesPerHour")}
        name="filesPerHour"
        max={1000}
        value={files?.maxPerHour ?? 20}
      />
      <Field
        label={t("group.filesDays")}
        name="filesDays"
        type="number"
        min={1}
        max={3650}
        value={files?.expireAfterDays ?? ""}
        placeholder={t("group.filesKept")}
      />
      <Choice
        label={t("group.filesScan")}
        name="filesScan"
        value={files?.scan ?? "off"}
        options={SCANS.map((value) => ({ value, label: t(`group.filesScan.${value}`) }))}
      />
      {files && (
        <Area
          label={t("group.filesTypes")}
          name="filesTypes"
          hint={t("group.filesTypesHint")}
          value={files.allowedTypes.join("\n")}
        />
      )}
    </>
  );
}

/** What was entered there. */
export function filesFrom(form: FormData): NonNullable<UpdateGroup["files"]> {
  const allowedTypes = entered(form, "filesTypes")
    .split(/[\s,]+/)
    .filter(Boolean);
  return {
    visitors: entered(form, "filesVisitors") as (typeof VISITORS)[number],
    maxBytes: enteredNumber(form, "filesMegabytes", MEGABYTE) ?? DEFAULT_MAX_BYTES,
    maxPerMessage: enteredNumber(form, "filesPerMessage") ?? 10,
    maxPerHour: enteredNumber(form, "filesPerHour") ?? 20,
    expireAfterDays: enteredNumber(form, "filesDays"),
    scan: entered(form, "filesScan") as (typeof SCANS)[number],
    ...(allowedTypes.length > 0 && { allowedTypes }),
  };
}
