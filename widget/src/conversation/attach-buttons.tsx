import { Icon } from "../icons.tsx";
import type { Texts } from "../texts/index.ts";
import { CAMERA, CLIP } from "./tool-icons.ts";

interface Props {
  texts: Texts;
  onFiles(files: Iterable<File>): void;
}

const TOUCH = "(pointer: coarse)";

/** Chooses files; on phones also a picture from the camera. */
export function AttachButtons({ texts, onFiles }: Props) {
  return (
    <>
      <Choose label={texts.attach} path={CLIP} onFiles={onFiles} />
      {matchMedia(TOUCH).matches && <Choose label={texts.camera} path={CAMERA} isCamera onFiles={onFiles} />}
    </>
  );
}

interface Choice {
  label: string;
  path: string;
  isCamera?: boolean;
  onFiles(files: Iterable<File>): void;
}

function Choose({ label, path, isCamera = false, onFiles }: Choice) {
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
      <Icon path={path} />
    </label>
  );
}
