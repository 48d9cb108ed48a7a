import type { FilesSettings, UpdateWidget, Widget } from "@livechat/contract";
import { useState } from "react";
import { useAgentState } from "../client/context.tsx";
import { FilesFields, filesFrom } from "../parts/files-fields.tsx";
import { Check } from "../parts/form.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/** What visitors may send from the widget's pages: what their group says, or rules of its own. */
export function WidgetFiles({ widget }: { widget: Widget }) {
  const t = useTexts();
  const [isOwn, setOwn] = useState(widget.files !== null);
  const groupFiles = useAgentState(
    ({ groups }) =>
      groups.find(({ id, isDefault }) => (widget.groupId === null ? isDefault : id === widget.groupId))
        ?.files,
  );
  const own = Object.entries(widget.files ?? {}).filter(([, value]) => value !== undefined);
  const files: FilesSettings | null = groupFiles ? { ...groupFiles, ...Object.fromEntries(own) } : null;
  return (
    <fieldset className="form-set">
      <legend>{t("group.files")}</legend>
      <Check name="ownFiles" label={t("widget.ownFiles")} checked={isOwn} onChange={setOwn} />
      {isOwn ? <FilesFields files={files} /> : <p className="quiet">{t("widget.filesOfGroup")}</p>}
    </fieldset>
  );
}

/** What was entered there. null: as the group says. */
export function widgetFilesFrom(form: FormData): UpdateWidget["files"] {
  return form.has("ownFiles") ? filesFrom(form) : null;
}
