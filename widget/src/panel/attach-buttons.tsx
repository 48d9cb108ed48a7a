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
      <Choose label={texts.attach} path="M8 13V7a4 4 0 0 1 8 0v9a6 6 0 0 1-12 0V8" onFiles={onFiles} />
      {matchMedia(TOUCH).matches && (
        <Choose
          label={texts.camera}
          path="M3 8h4l2-3h6l2 3h4v11H3zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4"
          isCamera
          onFiles={onFiles}
        />
      )}
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
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
    </label>
  );
}
