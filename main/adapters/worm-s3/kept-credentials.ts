import { z } from "zod";
import { Fault } from "../../../shared/model/fault.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import type { S3Credentials } from "./open-s3-store.ts";
import type { S3Place } from "./s3-place.ts";

const KeptCredentials = z.strictObject({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) });

/** Under which name the keychain keeps what opens a bucket. */
const nameOf = ({ bucket, endpoint }: S3Place): string => `archive-store:${bucket}@${endpoint ?? "aws"}`;

type Env = Readonly<Record<string, string | undefined>>;

/** Whether the environment says by itself whose credentials are meant, so that the keychain is not asked. */
export function environmentDecides(env: Env): boolean {
  return ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"].some((name) => Boolean(env[name]));
}

function notKept(message: string, remedy: string): Fault {
  return new Fault("WORM-CREDENTIALS", "security", message, remedy);
}

/** What the keychain keeps for a bucket, `null` for nothing. Throws Faults `KEYCHAIN-FAILED` and `WORM-CREDENTIALS`. */
export async function readKeptCredentials(secrets: SecretStore, place: S3Place): Promise<S3Credentials | null> {
  const text = await secrets.get(nameOf(place));
  if (text === null) return null;
  try {
    return KeptCredentials.parse(JSON.parse(text));
  } catch {
    throw notKept(
      `what the keychain keeps for ${place.bucket} cannot be read`,
      "Remove it with archive --forget-credentials and keep it anew.",
    );
  }
}

/**
 * Reads the environment's lasting credentials and answers with what puts them into the keychain for a bucket. Throws a Fault
 * `WORM-CREDENTIALS` where there are none or nothing keeps them.
 */
export function credentialsToKeep(secrets: SecretStore, place: S3Place, env: Env): () => Promise<void> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  const read = KeptCredentials.safeParse({ accessKeyId, secretAccessKey });
  if (!read.success) {
    throw notKept(
      "the environment holds no credentials to keep",
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for this one run.",
    );
  }
  if (token) {
    throw notKept("credentials with a session token end by themselves", "Keep lasting ones, or go on without keeping.");
  }
  if (secrets.storage !== "keychain") {
    throw notKept("no keychain answers on this machine", "Leave the credentials in the environment of each run.");
  }
  return () => secrets.set(nameOf(place), JSON.stringify(read.data));
}

/** Removes what the keychain keeps for a bucket. Throws a Fault `KEYCHAIN-FAILED`. */
export async function forgetCredentials(secrets: SecretStore, place: S3Place): Promise<void> {
  await secrets.remove(nameOf(place));
}
