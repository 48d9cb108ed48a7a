/** Icons of what is done with a conversation, for `Icon`. */
export const END = "M15 4h4v16h-4M10 8l-4 4 4 4M6 12h9";
export const MORE = "M5 11v2M12 11v2M19 11v2";
export const CLIP = "M8 13V7a4 4 0 0 1 8 0v9a6 6 0 0 1-12 0V8";
export const CAMERA = "M3 8h4l2-3h6l2 3h4v11H3zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4";
