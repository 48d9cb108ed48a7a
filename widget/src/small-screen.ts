/** Where the panel covers the page: phones, and whatever is as small because it is enlarged. */
export const SMALL_SCREEN = "(max-width: 480px), (max-height: 480px)";
