import { Icon, type IconName } from "../look/icon.tsx";

interface Props {
  icon: IconName;
  /** What it does: told to who points at it, and read out. */
  label: string;
  className?: string;
  /** For what is switched on and off. */
  isPressed?: boolean;
  onClick(): void;
}

/** A button that is a picture alone. */
export function IconButton({ icon, label, className = "", isPressed, onClick }: Props) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
