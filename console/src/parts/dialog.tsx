import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../texts/use-texts.tsx";

interface Props {
  title: string;
  size?: "md" | "lg";
  onDone(): void;
  children: ReactNode;
}

/** A dialog with the one button of its own that every dialog has. */
export function Dialog({ title, size = "lg", onDone, children }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened
      onClose={onDone}
      size={size}
      title={title}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      {children}
    </Modal>
  );
}
