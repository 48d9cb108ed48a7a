import type { FirebaseAccess } from "@livechat/contract";
import { deleteApp, type FirebaseApp, initializeApp } from "firebase/app";
import {
  type Auth,
  connectAuthEmulator,
  initializeAuth,
  inMemoryPersistence,
  onIdTokenChanged,
  signInWithCustomToken,
} from "firebase/auth";
import {
  connectFirestoreEmulator,
  disableNetwork,
  enableNetwork,
  type Firestore,
  getFirestore,
  terminate,
} from "firebase/firestore";
import type { Dispose } from "../platform/disposables.ts";
import type { LiveDatabase } from "../platform/live-database.ts";
import { Pace } from "../platform/pace.ts";
import type { Clock, Visibility } from "../platform/platform.ts";
import { FirestoreListeners, toError } from "./firestore-listeners.ts";

let apps = 0;

function openFirestore(app: FirebaseApp, { databaseId, emulators }: FirebaseAccess): Firestore {
  const db = databaseId === undefined ? getFirestore(app) : getFirestore(app, databaseId);
  if (!emulators) return db;
  const { hostname, port } = new URL(`http://${emulators.firestore}`);
  connectFirestoreEmulator(db, hostname, Number(port));
  return db;
}

/** The database of `LiveDatabase` over the Firebase web SDK, signed in by Firebase Auth. */
export class FirebaseDatabase extends FirestoreListeners implements LiveDatabase {
  private readonly app: FirebaseApp;
  private readonly auth: Auth;

  constructor(access: FirebaseAccess, platform: { clock: Clock; visibility: Pick<Visibility, "isVisible"> }) {
    const app = initializeApp(access.config, `livechat-${++apps}`);
    // In memory: who signs in is decided by our own session, of which the page keeps the token.
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    if (access.emulators) connectAuthEmulator(auth, access.emulators.auth, { disableWarnings: true });
    super(openFirestore(app, access), new Pace(platform));
    this.app = app;
    this.auth = auth;
  }

  async signIn(customToken: string): Promise<void> {
    try {
      await signInWithCustomToken(this.auth, customToken);
    } catch (error) {
      throw toError(error);
    }
  }

  onSignedOut(listener: () => void): Dispose {
    let wasSignedIn = false;
    return onIdTokenChanged(this.auth, (user) => {
      if (wasSignedIn && user === null) listener();
      wasSignedIn = user !== null;
    });
  }

  /** Connects anew at once. In a page the SDK does so by itself when the browser finds a network. */
  async reconnect(): Promise<void> {
    await disableNetwork(this.db);
    await enableNetwork(this.db);
  }

  async close(): Promise<void> {
    await terminate(this.db);
    await deleteApp(this.app);
  }
}
