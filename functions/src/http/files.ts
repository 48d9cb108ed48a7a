import { endpoints } from "@livechat/contract";
import { beginUpload } from "../features/files/begin-upload.ts";
import { finishUpload } from "../features/files/finish-upload.ts";
import { readFile } from "../features/files/read-file.ts";
import { removeFile } from "../features/files/remove-file.ts";
import { updateFile } from "../features/files/update-file.ts";
import { findFirstPlace, findPlace } from "../features/files/upload-rules.ts";
import { Reply, route } from "../server/endpoint.ts";

export const fileRoutes = [
  route(endpoints.createConversationFile, async ({ params, body, caller, origin }, ctx) =>
    beginUpload({ input: body, caller, origin }, await findPlace(params.id, caller, ctx), ctx),
  ),

  route(endpoints.createWidgetFile, async ({ body, caller, origin }, ctx) =>
    beginUpload({ input: body, caller, origin }, await findFirstPlace(caller, ctx), ctx),
  ),

  route(endpoints.finishFile, ({ params, caller }, ctx) => finishUpload(params.id, caller, ctx)),

  route(endpoints.getFile, async ({ params, query, caller }, ctx) => {
    const address = await readFile(params.id, query, { caller, ctx });
    return query.format === "json"
      ? new Reply(200, address)
      : new Reply(302, null, { Location: address.url });
  }),

  route(endpoints.updateFile, ({ params, body, caller }, ctx) =>
    updateFile(params.id, body, { caller, ctx }),
  ),

  route(endpoints.deleteFile, async ({ params }, ctx) => {
    await removeFile(params.id, ctx);
    return null;
  }),
];
