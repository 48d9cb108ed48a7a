import type { Widget } from "@livechat/contract";
import { useEffect, useRef, useState } from "react";
import { LANGUAGES } from "../texts/texts.ts";
import { useTexts } from "../texts/use-texts.tsx";
import { previewConfig, SCENES, type Scene } from "./preview-config.ts";

const SCHEMES = ["light", "dark"] as const;
const SIZES = ["desktop", "phone"] as const;

interface Shown {
  locale: (typeof LANGUAGES)[number];
  scheme: (typeof SCHEMES)[number];
  size: (typeof SIZES)[number];
  scene: Scene;
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as T)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** A frame without an origin: the widget in it has no session, and finds none of this browser's. */
function Frame({ widget, shown }: { widget: Widget; shown: Shown }) {
  const t = useTexts();
  const frame = useRef<HTMLIFrameElement>(null);
  const { locale, scheme, scene, size } = shown;
  useEffect(() => {
    const answer = ({ source, data }: MessageEvent) => {
      if (source !== frame.current?.contentWindow || data?.type !== "livechat-preview-ready") return;
      const config = previewConfig(widget, { locale, scene });
      frame.current?.contentWindow?.postMessage({ type: "livechat-preview", config, locale, scheme }, "*");
    };
    addEventListener("message", answer);
    return () => removeEventListener("message", answer);
  }, [widget, locale, scheme, scene]);
  return (
    <iframe
      ref={frame}
      className={size}
      title={t("widget.preview")}
      src="/preview"
      sandbox="allow-scripts allow-forms"
    />
  );
}

/** The real widget with the draft, as visitors would get it. */
export function WidgetPreview({ widget }: { widget: Widget }) {
  const t = useTexts();
  const [shown, setShown] = useState<Shown>({
    locale: t.language,
    scheme: "light",
    size: "desktop",
    scene: "online",
  });
  const set = (change: Partial<Shown>) => setShown({ ...shown, ...change });
  const labelled = <T extends string>(values: readonly T[], label: (value: T) => string) =>
    values.map((value) => ({ value, label: label(value) }));
  return (
    <section className="widget-preview" aria-label={t("widget.preview")}>
      <h2>{t("widget.preview")}</h2>
      <p className="quiet">{t("widget.previewLead")}</p>
      <p className="form-buttons preview-choices">
        <Choice
          label={t("widget.scene")}
          value={shown.scene}
          options={labelled(SCENES, (value) => t(`widget.scene.${value}`))}
          onChange={(scene) => set({ scene })}
        />
        <Choice
          label={t("widget.scheme")}
          value={shown.scheme}
          options={labelled(SCHEMES, (value) => t(`widget.scheme.${value}`))}
          onChange={(scheme) => set({ scheme })}
        />
        <Choice
          label={t("widget.size")}
          value={shown.size}
          options={labelled(SIZES, (value) => t(`widget.size.${value}`))}
          onChange={(size) => set({ size })}
        />
        <Choice
          label={t("widget.language")}
          value={shown.locale}
          options={labelled(LANGUAGES, (value) => t(`me.language.${value}`))}
          onChange={(locale) => set({ locale })}
        />
      </p>
      <Frame key={`${widget.version} ${Object.values(shown).join(" ")}`} widget={widget} shown={shown} />
    </section>
  );
}
