import { createTheme } from "@mantine/core";

/**
 * Mantine as the content policy allows it: it may write no style element, so its variables come from a file
 * (tokens.css has ours) and nothing locks the page's scrolling, which is never the page's but its columns'.
 */
export const theme = createTheme({
  primaryColor: "blue",
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  // By name: the components themselves are loaded with what first opens them.
  components: {
    Modal: { defaultProps: { lockScroll: false, radius: "md", transitionProps: { duration: 0 } } },
    Menu: {
      defaultProps: {
        transitionProps: { duration: 0 },
        position: "bottom-end",
        withinPortal: true,
        // In a landmark, as all that is read; and with nothing in it to focus that is no item of the menu.
        portalProps: { target: "#main" },
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, withinPortal: true } },
  },
});
