import { deleteApp, initializeApp } from "firebase/app";
import {
  connectFirestoreEmulator,
  getDocsFromCache,
  getFirestore,
  loadBundle,
  namedQuery,
} from "firebase/firestore";
import { expect, test } from "vitest";
import { useServerSdk } from "./server-sdk.ts";

const sdk = useServerSdk();

test("a bundle of a query that the server SDK made is read by the web SDK without asking the server", async () => {
  const { firestore, underTest } = sdk;
  await firestore.doc("articles/open").set({ title: "Opening hours", rank: 1 });
  await firestore.doc("articles/late").set({ title: "Late orders", rank: 2 });
  const query = firestore.collection("articles").orderBy("rank");
  const bundle = firestore
    .bundle("help")
    .add("all-articles", await query.get())
    .build();

  const app = initializeApp({ projectId: "demo-sdk" }, "bundle");
  const web = getFirestore(app);
  connectFirestoreEmulator(web, underTest.host, underTest.port);
  try {
    await loadBundle(web, bundle.toString("utf8"));
    const named = await namedQuery(web, "all-articles");
    expect(named).not.toBeNull();
    const documents = named ? (await getDocsFromCache(named)).docs : [];
    expect(documents.map((document) => document.get("title"))).toEqual(["Opening hours", "Late orders"]);
  } finally {
    await deleteApp(app);
  }
});
