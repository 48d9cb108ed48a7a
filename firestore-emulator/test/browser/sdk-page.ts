/** What the test page runs: the unmodified web SDK, in reach of the test. Bundled by esbuild. */
import { initializeApp } from "firebase/app";
import * as firestore from "firebase/firestore";

Object.assign(globalThis, { firebaseApp: { initializeApp }, firestore });
