import { Icon } from "../icons.tsx";
import type { Texts } from "../texts/index.ts";

interface Props {
  texts: Texts;
  onFiles(files: Iterable<File>): void;
}

const TOUCH = "(pointer: coarse)";

/** Chooses files; on phones also a picture from the camera. */
export function AttachButtons({ texts, onFiles }: Props) {
  return (
    <>
      <Choose label={texts.attach} icon="clip" onFiles={onFiles} />
      {matchMedia(TOUCH).matches && <Choose label={texts.camera} icon="camera" isCamera onFiles={onFiles} />}
    </>
  );
}

interface Choice {
  label: string;
  icon: "clip" | "camera";
  isCamera?: boolean;
  onFiles(files: Iterable<File>): void;
}

function Choose({ label, icon, isCamera = false, onFiles }: Choice) {
  return (
    <label class="attach" title={label}>
      <input
        type="file"
        aria-label={label}
        multiple={!isCamera}
        {...(isCamera && { accept: "image/*", capture: "environment" })}
        onChange={(event) => {
          onFiles(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
      <Icon name={icon} />
    </label>
  );
}
