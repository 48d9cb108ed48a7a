import { compareUtf8 } from "../model/order.ts";
import { databaseOf, parseParentName } from "../model/path.ts";
import type { google } from "../proto/protos.ts";
import type { UnaryOperation } from "../request/call.ts";
import { authorizeAdmin } from "./authorize.ts";
import { decodePageToken, takePage } from "./page-token.ts";

type Operation = UnaryOperation<
  google.firestore.v1.IListCollectionIdsRequest,
  google.firestore.v1.IListCollectionIdsResponse
>;

/** ListCollectionIds: collections below a document or the root, also those that only hold nested documents. */
export const listCollectionIds: Operation = async (call, request) => {
  const parent = request.parent ?? "";
  parseParentName(parent);
  authorizeAdmin(call, databaseOf(parent).projectId, "list collection ids");
  const { store } = call.context.databases.get(databaseOf(parent));
  const after = decodePageToken(request.pageToken);
  const ids = store.documents
    .collectionIdsBelow(parent)
    .filter((id) => after === undefined || compareUtf8(id, after) > 0);
  const { page, nextPageToken } = takePage(ids, request.pageSize ?? 0, (id) => id);
  return { collectionIds: [...page], nextPageToken };
};
