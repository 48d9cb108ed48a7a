/** What pages load when somebody attaches or sees a file. */
export { type Attachment, Attachments, type AttachmentsDeps } from "./sending/attachments.ts";
export { type FileLimits, type FileProblem, mayRetry } from "./sending/check-file.ts";
export { FileAddresses, type FileView } from "./sending/file-addresses.ts";
export { sendBytes } from "./sending/send-bytes.ts";
