import type { Widget } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import { useState } from "react";
import { say } from "../actions/toasts.ts";
import { useChange } from "../actions/use-change.ts";
import { useCall } from "../client/call.ts";
import { useClient } from "../client/context.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { sendLogo } from "./send-logo.ts";

interface Props {
  widget: Widget;
  onSaved(): Promise<void>;
}

/** What browsers show and the API takes: an SVG is a document, which may hold more than a picture. */
const TAKEN = ["image/png", "image/jpeg", "image/webp"];
const KIB = 1024;

/** The picture that stands in the header of the chat until somebody has taken it: a part of the draft. */
export function Logo({ widget, onSaved }: Props) {
  const t = useTexts();
  const call = useCall();
  const client = useClient();
  const change = useChange(onSaved);
  const [isBusy, setBusy] = useState(false);
  const { logoFileId } = widget.theme;
  const upload = async (picture: File) => {
    if (!TAKEN.includes(picture.type)) return say(t("widget.logoType"), { kind: "problem" });
    if (picture.size > LIMITS.MAX_LOGO_BYTES) return say(t("widget.logoSize"), { kind: "problem" });
    setBusy(true);
    await change(() => sendLogo(picture, { widgetId: widget.id, call, deps: client.fileDeps }));
    setBusy(false);
  };
  const remove = () =>
    change(() => call("updateWidget", { params: { id: widget.id }, body: { theme: { logoFileId: null } } }));
  return (
    <section className="panel">
      <h2>{t("widget.logo")}</h2>
      <p className="quiet">{t("widget.logoHint", { n: LIMITS.MAX_LOGO_BYTES / KIB })}</p>
      <p className="form-buttons">
        {logoFileId !== null && (
          <img className="logo-sample" src={`/v1/widget/logos/${logoFileId}`} alt={t("widget.logo")} />
        )}
        <label className="button upload">
          <input
            type="file"
            accept={TAKEN.join(",")}
            disabled={isBusy}
            onChange={(event) => {
              const [picture] = event.currentTarget.files ?? [];
              event.currentTarget.value = "";
              if (picture) void upload(picture);
            }}
          />
          {isBusy ? t("widget.logoBusy") : t("widget.logoUpload")}
        </label>
        {logoFileId !== null && (
          <button type="button" className="button" onClick={() => void remove()}>
            {t("widget.logoRemove")}
          </button>
        )}
      </p>
    </section>
  );
}
