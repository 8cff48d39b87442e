import { expect, test } from "vitest";
import { keychainSecrets } from "./keychain-secrets.ts";

const never = <T>(): Promise<T> => new Promise(() => undefined);
const refused = async (): Promise<never> => {
  throw new Error("locked");
};

test("a keychain that stops answering ends in a fault with a remedy, not in waiting", async () => {
  const store = keychainSecrets({ getPassword: never, setPassword: never, deletePassword: never }, "Proofdesk", 10);
  for (const call of [store.get("a"), store.set("a", "b"), store.remove("a")]) {
    await expect(call).rejects.toMatchObject({
      code: "KEYCHAIN-FAILED",
      message: expect.stringContaining("within 10 ms"),
    });
  }
});

test("a keychain that refuses is quoted", async () => {
  const store = keychainSecrets(
    { getPassword: refused, setPassword: refused, deletePassword: refused },
    "Proofdesk",
    1000,
  );
  await expect(store.get("a")).rejects.toThrow("could not read a: locked");
  await expect(store.set("a", "b")).rejects.toThrow("could not keep a: locked");
});
