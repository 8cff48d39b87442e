import { expect, test } from "vitest";
import { placeText, readS3Place } from "./s3-place.ts";

test("a bucket and its prefix are read from one address", () => {
  expect(readS3Place("s3://my-records")).toEqual({ bucket: "my-records", prefix: "", endpoint: null });
  expect(readS3Place("s3://my-records/desk/2026/")).toEqual({
    bucket: "my-records",
    prefix: "desk/2026",
    endpoint: null,
  });
  expect(placeText(readS3Place("s3://my-records/desk/"))).toBe("s3://my-records/desk");
  const other = readS3Place("s3://my-records", "https://store.example:9000/");
  expect(placeText(other)).toBe("s3://my-records at https://store.example:9000");
});

test.for([
  "my-records",
  "https://my-records",
  "s3://",
  "s3://My_Records",
  "s3://b",
  "s3://my-records//desk",
  "s3://my-records/../other",
  "s3://my-records/a b",
])("%s names no bucket", (text) => {
  expect(() => readS3Place(text)).toThrow(expect.objectContaining({ code: "WORM-ADDRESS" }));
});

test("credentials never travel without encryption, nor in an address", () => {
  expect(readS3Place("s3://my-records", "http://127.0.0.1:9000").endpoint).toBe("http://127.0.0.1:9000");
  for (const endpoint of [
    "http://store.example",
    "ftp://127.0.0.1",
    "store.example",
    "https://me:secret@store.example",
  ]) {
    const thrown = (() => {
      try {
        return readS3Place("s3://my-records", endpoint);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toMatchObject({ code: "WORM-ADDRESS" });
    expect(String(thrown)).not.toContain("secret");
  }
});
