import { Icon, type IconName } from "../look/icon.tsx";
import { useTexts } from "../texts/use-texts.tsx";

interface Props {
  disabled: boolean;
  onFiles(files: Iterable<File>): void;
}

const TOUCH = "(pointer: coarse)";

/** Chooses files; on phones also a picture from the camera. */
export function AttachButtons(props: Props) {
  const t = useTexts();
  return (
    <>
      <Choose label={t("files.attach")} icon="clip" {...props} />
      {matchMedia(TOUCH).matches && <Choose label={t("files.camera")} icon="camera" isCamera {...props} />}
    </>
  );
}

function Choose(props: Props & { label: string; icon: IconName; isCamera?: boolean }) {
  const { label, icon, disabled, isCamera = false, onFiles } = props;
  return (
    <label className="button plain attach" title={label}>
      <input
        type="file"
        aria-label={label}
        disabled={disabled}
        multiple={!isCamera}
        {...(isCamera && { accept: "image/*", capture: "environment" as const })}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <Icon name={icon} />
    </label>
  );
}
