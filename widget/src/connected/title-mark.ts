const MARK = /^\(\d+\) /;

/** The number of unread messages in front of the page's title, whatever the page makes of it meanwhile; 0 takes it away. */
export function markTitle(count: number): void {
  const title = document.title.replace(MARK, "");
  const marked = count > 0 ? `(${count}) ${title}` : title;
  if (marked !== document.title) document.title = marked;
}
