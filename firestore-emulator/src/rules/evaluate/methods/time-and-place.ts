import { GeoPoint, type Timestamp } from "../../../model/value.ts";
import { type Methods, method } from "../../values/overloads.ts";
import { NANOS_PER_SECOND, nanosOf, timestampFromNanos } from "../../values/time-arithmetic.ts";
import { Duration } from "../../values/values.ts";

const SECONDS_PER_DAY = 86_400;
const MILLIS_PER_DAY = SECONDS_PER_DAY * 1_000;
const NANOS_PER_DAY = BigInt(SECONDS_PER_DAY) * NANOS_PER_SECOND;
/** Mean radius of the Earth in metres, as in Google's S2 geometry library. */
const EARTH_RADIUS_METRES = 6_371_010;

/** rules.Timestamp; all in UTC. */
export const timestampMethods: Methods = {
  date: method([[]], (time: Timestamp) => timestampFromNanos(nanosOf(time) - nanosOfDay(time))),
  time: method([[]], (time: Timestamp) => new Duration(nanosOfDay(time))),
  year: method([[]], (time: Timestamp) => BigInt(utc(time).getUTCFullYear())),
  month: method([[]], (time: Timestamp) => BigInt(utc(time).getUTCMonth() + 1)),
  day: method([[]], (time: Timestamp) => BigInt(utc(time).getUTCDate())),
  /** 1 is Monday, 7 is Sunday. */
  dayOfWeek: method([[]], (time: Timestamp) => BigInt(utc(time).getUTCDay() || 7)),
  /** 1 is the first of January. */
  dayOfYear: method([[]], (time: Timestamp) => BigInt(dayOfYear(utc(time)))),
  hours: method([[]], (time: Timestamp) => BigInt(utc(time).getUTCHours())),
  minutes: method([[]], (time: Timestamp) => BigInt(utc(time).getUTCMinutes())),
  seconds: method([[]], (time: Timestamp) => BigInt(utc(time).getUTCSeconds())),
  nanos: method([[]], (time: Timestamp) => BigInt(time.nanos)),
  toMillis: method(
    [[]],
    (time: Timestamp) => BigInt(time.seconds) * 1_000n + BigInt(Math.floor(time.nanos / 1_000_000)),
  ),
};

/** rules.Duration: whole seconds, and the nanoseconds beyond them. */
export const durationMethods: Methods = {
  seconds: method([[]], (duration: Duration) => duration.nanos / NANOS_PER_SECOND),
  nanos: method([[]], (duration: Duration) => duration.nanos % NANOS_PER_SECOND),
};

/** rules.LatLng. */
export const latlngMethods: Methods = {
  latitude: method([[]], (point: GeoPoint) => point.latitude),
  longitude: method([[]], (point: GeoPoint) => point.longitude),
  distance: method([["latlng"]], (point: GeoPoint, other) =>
    other instanceof GeoPoint ? metres(point, other) : 0,
  ),
};

function utc(time: Timestamp): Date {
  return new Date(time.seconds * 1_000);
}

function nanosOfDay(time: Timestamp): bigint {
  const rest = nanosOf(time) % NANOS_PER_DAY;
  return rest < 0n ? rest + NANOS_PER_DAY : rest;
}

function dayOfYear(date: Date): number {
  const newYear = new Date(date);
  newYear.setUTCMonth(0, 1);
  return Math.round((date.getTime() - newYear.getTime()) / MILLIS_PER_DAY) + 1;
}

/** Great-circle distance by the haversine formula. */
function metres(a: GeoPoint, b: GeoPoint): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const latitudes = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const longitudes = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const h = latitudes + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * longitudes;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}
