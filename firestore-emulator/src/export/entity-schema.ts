/**
 * The messages of an export, as far as Firestore uses them: Datastore's EntityProto (package storage_onestore_v3 of
 * App Engine's public entity.proto), and the two metadata files, whose fields were read off exports that Google's
 * emulator wrote. Groups are proto2's old nested messages between a start and an end tag.
 */
import protobuf from "protobufjs";

/** What a property value means beyond its wire type (Property.Meaning in entity.proto). */
export const Meaning = {
  NONE: 0,
  TIMESTAMP: 7,
  GEO_POINT: 9,
  BLOB: 14,
  TEXT: 15,
  BYTESTRING: 16,
  ENTITY: 19,
  EMPTY_LIST: 24,
} as const;

/** A 64-bit integer as protobufjs takes and gives it. */
export interface Int64 {
  low: number;
  high: number;
}

export interface PathElement {
  type: string;
  id?: Int64 | number;
  name?: string;
}

export interface ReferencePathElement {
  type: string;
  id?: Int64 | number;
  name?: string;
}

export interface KeyMessage {
  app: string;
  path: { element?: PathElement[] };
  databaseId?: string;
}

export interface PropertyValueMessage {
  int64Value?: Int64 | number;
  booleanValue?: boolean;
  stringValue?: Uint8Array;
  doubleValue?: number;
  pointvalue?: { x: number; y: number };
  referencevalue?: { app: string; pathelement?: ReferencePathElement[]; databaseId?: string };
}

export interface PropertyMessage {
  meaning?: number;
  name: string;
  multiple: boolean;
  value: PropertyValueMessage;
}

export interface EntityMessage {
  key: KeyMessage;
  property?: PropertyMessage[];
  rawProperty?: PropertyMessage[];
  entityGroup: { element?: PathElement[] };
}

export interface OverallMetadataMessage {
  kinds?: {
    version?: { major?: number; minor?: number };
    file: string;
    documents?: Int64 | number;
    bytes?: Int64 | number;
  }[];
}

export interface KindMetadataMessage {
  export?: { name?: string; startMicros?: Int64 | number; endMicros?: Int64 | number };
  outputs?: { filter?: Uint8Array; file?: string }[];
}

const SCHEMA: protobuf.INamespace = {
  nested: {
    Entity: {
      fields: {
        key: { rule: "required", type: "Key", id: 13 },
        property: { rule: "repeated", type: "Property", id: 14 },
        rawProperty: { rule: "repeated", type: "Property", id: 15 },
        entityGroup: { rule: "required", type: "Path", id: 16 },
      },
    },
    Key: {
      fields: {
        app: { rule: "required", type: "string", id: 13 },
        path: { rule: "required", type: "Path", id: 14 },
        namespace: { type: "string", id: 20 },
        databaseId: { type: "string", id: 23 },
      },
    },
    Path: {
      fields: { element: { rule: "repeated", type: "Element", id: 1 } },
      nested: {
        Element: {
          group: true,
          fields: {
            type: { rule: "required", type: "string", id: 2 },
            id: { type: "int64", id: 3 },
            name: { type: "string", id: 4 },
          },
        },
      },
    },
    Property: {
      fields: {
        meaning: { type: "int32", id: 1 },
        name: { rule: "required", type: "string", id: 3 },
        multiple: { rule: "required", type: "bool", id: 4 },
        value: { rule: "required", type: "PropertyValue", id: 5 },
      },
    },
    PropertyValue: {
      fields: {
        int64Value: { type: "int64", id: 1 },
        booleanValue: { type: "bool", id: 2 },
        stringValue: { type: "bytes", id: 3 },
        doubleValue: { type: "double", id: 4 },
        pointvalue: { type: "PointValue", id: 5 },
        referencevalue: { type: "ReferenceValue", id: 12 },
      },
      nested: {
        PointValue: {
          group: true,
          fields: {
            x: { rule: "required", type: "double", id: 6 },
            y: { rule: "required", type: "double", id: 7 },
          },
        },
        ReferenceValue: {
          group: true,
          fields: {
            app: { rule: "required", type: "string", id: 13 },
            pathelement: { rule: "repeated", type: "PathElement", id: 14 },
            namespace: { type: "string", id: 20 },
            databaseId: { type: "string", id: 23 },
          },
          nested: {
            PathElement: {
              group: true,
              fields: {
                type: { rule: "required", type: "string", id: 15 },
                id: { type: "int64", id: 16 },
                name: { type: "string", id: 17 },
              },
            },
          },
        },
      },
    },
    OverallMetadata: {
      fields: { kinds: { rule: "repeated", type: "Kind", id: 1 } },
      nested: {
        Kind: {
          fields: {
            version: { type: "Version", id: 1 },
            file: { rule: "required", type: "string", id: 2 },
            documents: { type: "int64", id: 3 },
            bytes: { type: "int64", id: 4 },
          },
          nested: {
            Version: { fields: { major: { type: "int32", id: 1 }, minor: { type: "int32", id: 3 } } },
          },
        },
      },
    },
    KindMetadata: {
      fields: {
        export: { type: "Export", id: 1 },
        outputs: { rule: "repeated", type: "Output", id: 2 },
      },
      nested: {
        Export: {
          fields: {
            name: { type: "string", id: 1 },
            startMicros: { type: "int64", id: 2 },
            endMicros: { type: "int64", id: 3 },
          },
        },
        Output: {
          fields: { filter: { type: "bytes", id: 1 }, file: { type: "string", id: 2 } },
        },
      },
    },
  },
};

const root = protobuf.Root.fromJSON(SCHEMA).resolveAll();

/** A message type of the schema with its TypeScript shape. */
export interface MessageCodec<T> {
  encode(message: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

function codec<T extends object>(typeName: string): MessageCodec<T> {
  const type = root.lookupType(typeName);
  return {
    encode: (message) => type.encode(message).finish(),
    decode: (bytes) => type.decode(bytes) as unknown as T,
  };
}

export const entityCodec = codec<EntityMessage>("Entity");
export const overallMetadataCodec = codec<OverallMetadataMessage>("OverallMetadata");
export const kindMetadataCodec = codec<KindMetadataMessage>("KindMetadata");

/** bigint -> the two halves that protobufjs writes. */
export function toInt64(value: bigint): Int64 {
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)) };
}

/** What protobufjs read -> bigint. */
export function fromInt64(value: Int64 | number): bigint {
  if (typeof value === "number") {
    return BigInt(value);
  }
  return (BigInt(value.high) << 32n) | BigInt(value.low >>> 0);
}
