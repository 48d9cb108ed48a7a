import { afterAll, beforeAll, expect, test } from "vitest";
import { RawClient } from "../raw-client.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let client: RawClient;

beforeAll(async () => {
  underTest = await startUnderTest();
  client = new RawClient(underTest, "demo-list");
});

afterAll(async () => {
  client.close();
  await underTest.stop();
});

test("without a collection id the documents of all collections below the parent are listed", async () => {
  const paths = ["agents/ada", "tags/vip", "agents/ada/chats/c1", "agents/ada/notes/n1"];
  const writes = paths.map((path) => ({ update: { name: `${client.documents}/${path}`, fields: {} } }));
  await client.call("Commit", { database: client.database, writes });
  const listed = async (parent: string) => {
    const { documents } = await client.call("ListDocuments", { parent });
    return (documents as { name: string }[]).map(({ name }) => name.slice(client.documents.length + 1));
  };
  expect(await listed(client.documents)).toEqual(["agents/ada", "tags/vip"]);
  expect(await listed(`${client.documents}/agents/ada`)).toEqual([
    "agents/ada/chats/c1",
    "agents/ada/notes/n1",
  ]);
});

test("a page goes on where the last one ended, though its last document has moved or is gone", async () => {
  const name = (id: string) => `${client.documents}/places/${id}`;
  const write = (id: string, n: number) => ({
    update: { name: name(id), fields: { n: { integerValue: n } } },
  });
  const commit = (...writes: object[]) => client.call("Commit", { database: client.database, writes });
  const list = async (pageToken = "") => {
    const request = { parent: client.documents, collectionId: "places", orderBy: "n desc", pageSize: 2 };
    const { documents, nextPageToken } = await client.call("ListDocuments", { ...request, pageToken });
    const ids = (documents as { name: string }[]).map((document) => document.name.split("/").at(-1));
    return { ids, nextPageToken: nextPageToken as string };
  };
  await commit(write("d", 1), write("c", 2), write("b", 3), write("z", 4));
  const first = await list();
  expect(first.ids).toEqual(["z", "b"]);
  await commit(write("b", 9));
  expect((await list(first.nextPageToken)).ids).toEqual(["c", "d"]);
  await commit({ delete: name("b") });
  expect((await list(first.nextPageToken)).ids).toEqual(["c", "d"]);
});

// The messages are those that Google's emulator was observed to give.
test.each([
  [{ pageSize: -1 }, "Page size must be nonnegative."],
  [{ showMissing: true }, "collection id must be set when show_missing is true"],
  [{ orderBy: "n" }, "kind is required for all orders except __key__ ascending"],
  [{ showMissing: true, orderBy: "n", pageSize: -1 }, "Page size must be nonnegative."],
])("%j is refused", async (parameters, details) => {
  const refused = client.call("ListDocuments", { parent: client.documents, ...parameters });
  const INVALID_ARGUMENT = 3;
  await expect(refused).rejects.toMatchObject({ code: INVALID_ARGUMENT, details });
});
