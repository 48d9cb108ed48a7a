/** What is said of the page where a chat began: loaded with the details. */
export const pageFacts = {
  "details.page": "Where it began",
  "details.page.pageTitle": "Title",
  "details.page.pageUrl": "Page",
  "details.page.page": "Place",
  "details.page.referrer": "Came from",
  "details.page.device": "Device",
};
