import { z } from "zod";

/** A timestamp authority the person chose, with the root certificates they trust it by, in PEM. */
export const AuthoritySettings = z.strictObject({
  name: z.string().min(1).max(60),
  url: z.url().max(300),
  rootPem: z.string().max(60_000),
});
export type AuthoritySettings = z.infer<typeof AuthoritySettings>;

/** A witness the person chose; `key` is its line `<name>+<hex keyId>+<base64>`. */
export const WitnessSettings = z.strictObject({ url: z.url().max(300), key: z.string().max(400) });
export type WitnessSettings = z.infer<typeof WitnessSettings>;

/** Where a mail can go to. */
export const MailAddress = z.email().max(200);

/** Who outside this machine holds or signs checkpoints of the journal, and where receipts go by mail. */
export const AnchorSettings = z.strictObject({
  authorities: z.array(AuthoritySettings).max(10).default([]),
  witnesses: z.array(WitnessSettings).max(10).default([]),
  firmMail: z.string().max(200).default(""),
});
export type AnchorSettings = z.infer<typeof AnchorSettings>;
