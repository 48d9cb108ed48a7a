/** Outlines on a 24 px grid, drawn for this console. */
const PATHS = {
  inbox: "M4 13l2.5-8h11L20 13v6H4zM4 13h5l1.5 3h3L15 13h5",
  queue: "M5 6h14M5 12h14M5 18h9",
  archive: "M4 5h16v4H4zM6 9v10h12V9M10 13h4",
  reports: "M5 20V10M12 20V4M19 20v-7",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5c2 .8 3 2.7 3 5.5",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.8.4-1 .9-1 1.7M12 16.5v.5",
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7",
  transfer: "M4 8h14l-4-4M20 16H6l4 4",
  snooze: "M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 9v4l3 2M4 5l3-2M20 5l-3-2",
  tag: "M4 4h8l8 8-8 8-8-8zM8 8h.01",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  details: "M4 5h16v14H4zM14 5v14",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5",
  reply: "M10 7L4 12l6 5v-3c5 0 8 1 10 4-.5-6-4-9-10-9z",
  pencil: "M4 20l1-4L16 5l3 3L8 19z",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21h4",
  plus: "M12 5v14M5 12h14",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.5 3-7 8-7s8 2.5 8 7",
  emoji: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14c1.5 2.5 5.5 2.5 7 0M9 9.5h.01M15 9.5h.01",
  clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.5 17a1.7 1.7 0 0 1-2.4-2.4L14.5 7",
  camera: "M4 7h4l1.5-2h5L16 7h4v12H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  flag: "M6 21V4h11l-2 4 2 4H6",
  ban: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.6 5.6l12.8 12.8",
  globe:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z",
  filter: "M4 6h16M7 12h10M10 18h4",
  down: "M6 9l6 6 6-6",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a word or in a labelled button: it says nothing by itself. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
