/** Where the functions and the task queues are. The rewrites in firebase.json name the same one. */
export const REGION = "us-central1";
