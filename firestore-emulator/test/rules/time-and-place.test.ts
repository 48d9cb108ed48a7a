import { describeCases } from "./expect-cases.ts";

// firebase.google.com/docs/reference/rules/rules.Timestamp; request.time is Monday, 2026-03-02T14:05:06.789012Z

describeCases("timestamp methods", [
  ["request.time.year() == 2026", true],
  ["request.time.month() == 3", true],
  ["request.time.day() == 2", true],
  ["request.time.hours() == 14", true],
  ["request.time.minutes() == 5", true],
  ["request.time.seconds() == 6", true],
  ["request.time.nanos() == 789012000", true],
  ["request.time.dayOfWeek() == 1", true],
  ["timestamp.date(2026, 3, 1).dayOfWeek() == 7", true],
  ["request.time.dayOfYear() == 61", true],
  ["timestamp.date(2026, 1, 1).dayOfYear() == 1", true],
  ["timestamp.date(2024, 12, 31).dayOfYear() == 366", true],
  ["request.time.date() == timestamp.date(2026, 3, 2)", true],
  ["request.time.time() == duration.time(14, 5, 6, 789012000)", true],
  ["request.time.toMillis() == 1772460306789", true],
  ["request.time.date() + request.time.time() == request.time", true],
  ["resource.data.when.year() == 2026", true],
  ["request.time.year(1) == 2026", "Incorrect number of arguments. Received: 1."],
  ["request.time.century() == 21", "Function not found error: Name: [century]."],
]);

// firebase.google.com/docs/reference/rules/rules.timestamp_

describeCases("timestamp.date and timestamp.value", [
  ["timestamp.date(2026, 3, 2) < request.time", true],
  ["timestamp.date(2026, 3, 3) > request.time", true],
  ["timestamp.date(1970, 1, 1) == timestamp.value(0)", true],
  ["timestamp.value(1500).nanos() == 500000000", true],
  ["timestamp.value(-1).year() == 1969", true],
  ["timestamp.date(2026, 13, 1) is timestamp", "Invalid date"],
  ["timestamp.date(2026, 2, 30) is timestamp", "Invalid date"],
  ["timestamp.date(2026, 3) is timestamp", "Incorrect number of arguments. Received: 2."],
  [
    "timestamp.date('2026', 3, 1) is timestamp",
    "Unsupported operation error. Received: timestamp.date(string, int, int).",
  ],
  ["timestamp.value(9223372036854775807) is timestamp", "Timestamp is out of range."],
]);

// firebase.google.com/docs/reference/rules/rules.Duration and rules.duration_

describeCases("durations", [
  ["duration.value(1, 'w') == duration.value(7, 'd')", true],
  ["duration.value(1, 'd') == duration.value(24, 'h')", true],
  ["duration.value(1, 'h') == duration.value(60, 'm')", true],
  ["duration.value(1, 'm') == duration.value(60, 's')", true],
  ["duration.value(1, 's') == duration.value(1000, 'ms')", true],
  ["duration.value(1, 'ms') == duration.value(1000000, 'ns')", true],
  ["duration.value(1, 'y') is duration", "Invalid duration unit: y."],
  ["duration.time(1, 1, 1, 1).seconds() == 3661", true],
  ["duration.time(0, 0, 1, 5).nanos() == 5", true],
  ["duration.value(90, 's').seconds() == 90", true],
  ["duration.value(1500, 'ms').nanos() == 500000000", true],
  ["duration.abs(duration.value(-1, 's')) == duration.value(1, 's')", true],
  ["-duration.value(1, 's') == duration.value(-1, 's')", true],
  ["duration.value(1, 's').hours() == 0", "Function not found error: Name: [hours]."],
]);

describeCases("arithmetic with times", [
  ["request.time + duration.value(1, 'd') > request.time", true],
  ["duration.value(1, 'd') + request.time > request.time", true],
  ["request.time - duration.value(1, 'd') < request.time", true],
  ["(request.time + duration.value(10, 's')).seconds() == 16", true],
  ["(request.time - timestamp.date(2026, 3, 2)).seconds() == 50706", true],
  ["request.time - request.time == duration.value(0, 's')", true],
  ["duration.value(1, 'm') + duration.value(30, 's') == duration.value(90, 's')", true],
  ["duration.value(1, 'm') - duration.value(30, 's') == duration.value(30, 's')", true],
  ["request.time < resource.data.when + duration.value(1, 's')", true],
  [
    "request.time + request.time == request.time",
    "Unsupported operation error. Received: timestamp + timestamp.",
  ],
  ["request.time + 1 == request.time", "Unsupported operation error. Received: timestamp + int."],
  ["timestamp.date(9999, 12, 31) + duration.value(1, 'd') is timestamp", "Timestamp is out of range."],
]);

// firebase.google.com/docs/reference/rules/rules.LatLng and rules.latlng_

describeCases("places", [
  ["latlng.value(52.5, 13.4).latitude() == 52.5", true],
  ["latlng.value(52.5, 13.4).longitude() == 13.4", true],
  ["latlng.value(0, 0) == latlng.value(0, 0)", true],
  ["latlng.value(0, 0) == latlng.value(0, 1)", false],
  ["latlng.value(0, 0).distance(latlng.value(0, 0)) == 0.0", true],
  ["latlng.value(0, 0).distance(latlng.value(0, 1)) > 111000.0", true],
  ["latlng.value(0, 0).distance(latlng.value(0, 1)) < 111400.0", true],
  ["resource.data.place.latitude() == 52.52", true],
  ["resource.data.place.distance(latlng.value(48.8566, 2.3522)) > 870000.0", true],
  ["resource.data.place.distance(latlng.value(48.8566, 2.3522)) < 885000.0", true],
  [
    "latlng.value(-100, -122.08) is latlng",
    "Latitude should be in [-90,90] range and longitude should be in [-180,180] range. latitude: -100.0, longitude: -122.08.",
  ],
  [
    "latlng.value(0, 181) is latlng",
    "Latitude should be in [-90,90] range and longitude should be in [-180,180] range.",
  ],
  ["latlng.value(0) is latlng", "Incorrect number of arguments. Received: 1."],
]);
