import { loadPart, type VisitorChat } from "@livechat/chat-client";
import type { Attachments } from "@livechat/chat-client/files";
import type { EventFile } from "@livechat/contract";
import { useEffect, useRef, useState } from "preact/hooks";

/** Everything about files: loaded when the first one is attached or seen. */
export type FilesModule = typeof import("./index.ts");

let loading: Promise<FilesModule> | null = null;

export function loadFiles(): Promise<FilesModule> {
  loading ??= loadPart(() => import("./index.ts")).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** The files module, once something here needs it. */
export function useFiles(isNeeded: boolean): FilesModule | null {
  const [files, setFiles] = useState<FilesModule | null>(null);
  useEffect(() => {
    if (isNeeded) loadFiles().then(setFiles, () => setFiles(null));
  }, [isNeeded]);
  return files;
}

export interface Attaching {
  files: FilesModule | null;
  attachments: Attachments | null;
  /** How many are ready to go with the message, and whether some are not. */
  ready: number;
  isBusy: boolean;
  add(files: Iterable<File>): void;
  take(): EventFile[];
}

/** The files of the message that is being written. */
export function useAttaching(chat: VisitorChat): Attaching {
  const [files, setFiles] = useState<FilesModule | null>(null);
  const [counts, setCounts] = useState({ ready: 0, isBusy: false });
  const attachments = useRef<Attachments | null>(null);
  useEffect(() => () => attachments.current?.stop(), [chat]);
  const begin = (module: FilesModule): Attachments => {
    const made = module.attachmentsOf(chat);
    made.list.listen((list) => {
      const ready = list.filter(({ state }) => state === "ready").length;
      setCounts({ ready, isBusy: list.some(({ state }) => state === "uploading") });
    });
    return made;
  };
  const add = async (chosen: readonly File[]) => {
    const module = await loadFiles();
    attachments.current ??= begin(module);
    setFiles(() => module);
    attachments.current.add(chosen);
  };
  return {
    files,
    attachments: attachments.current,
    ...counts,
    // The list that the browser gives is emptied with its input: it is copied at once.
    add: (chosen) => void add([...chosen]),
    take: () => attachments.current?.take() ?? [],
  };
}
