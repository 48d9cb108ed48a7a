const adopted = new WeakMap<ShadowRoot, Set<string>>();

/** Puts a part's styles into the shadow root that the node stands in, once. Sheets made by script are allowed under any Content-Security-Policy. */
export function adoptStyles(node: Node, css: string): void {
  const root = node.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  const known = adopted.get(root) ?? new Set();
  if (known.has(css)) return;
  adopted.set(root, known.add(css));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
