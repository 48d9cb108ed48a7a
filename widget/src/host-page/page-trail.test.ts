import { expect, it } from "vitest";
import { trailOf } from "./page-trail.ts";

const page = (path: string) => `https://shop.example${path}`;

it("tells each page without what follows its path, and one that follows itself once", () => {
  const visited = [page("/?q=me@example.com"), page("/lamps#top"), page("/lamps?sort=price"), page("/")];
  expect(trailOf(visited)).toEqual([page("/"), page("/lamps"), page("/")]);
});

it("leaves out what the browser does not tell, and all but the last ten", () => {
  expect(trailOf([null, "about:blank", page("/cart")])).toEqual([page("/cart")]);
  const many = Array.from({ length: 30 }, (_, n) => page(`/${n}`));
  expect(trailOf(many)).toEqual(many.slice(-10));
});
