import { expect, it } from "vitest";
import { parseJavaCommand } from "./java-stand-in.ts";

const JAR = "/tmp/x/firestore-emulator.jar";

it("maps the flags of Google's emulator, and leaves out what has no meaning here", () => {
  const given = ["-Dgoogle.cloud_firestore.debug_log_level=FINE", "-Duser.language=en", "-jar", JAR];
  const flags = [
    ...["--host", "127.0.0.1", "--port", "8080", "--websocket_port", "9150"],
    ...["--project_id", "demo-x", "--rules", "/r/firestore.rules", "--functions_emulator", "127.0.0.1:5001"],
    ...["--seed_from_export", "/e/x.overall_export_metadata", "--single_project_mode", "true"],
    ...["--database-edition=standard"],
  ];
  expect(parseJavaCommand([JAR, "--indexes", "/r/i.json", "--", ...given, ...flags])).toEqual({
    kind: "emulator",
    args: [
      ...["--indexes", "/r/i.json", "--host", "127.0.0.1", "--port", "8080", "--project", "demo-x"],
      ...["--rules", "/r/firestore.rules", "--functions-emulator", "127.0.0.1:5001"],
      ...["--import", "/e/x.overall_export_metadata"],
    ],
  });
});

it("tells a version that firebase-tools accepts", () => {
  expect(parseJavaCommand([JAR, "--", "-Duser.language=en", "-version"])).toEqual({ kind: "version" });
});

it("leaves other programs to the machine's own Java", () => {
  expect(parseJavaCommand([JAR, "--", "-jar", "/other.jar", "--port", "1"], "/tmp/x:/usr/bin")).toEqual({
    kind: "other",
    args: ["-jar", "/other.jar", "--port", "1"],
    path: "/usr/bin",
  });
});
