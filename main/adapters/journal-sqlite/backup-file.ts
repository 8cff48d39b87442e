import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, Writable } from "node:stream";
import { Decrypter, Encrypter } from "age-encryption";
import { Fault } from "../../../shared/model/fault.ts";

/** How every file of the age format begins (age-encryption.org/v1). */
const ageMagic = "age-encryption.org/v1";

/** Waits until what was written to `file` is on the disk. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Lower-case hex SHA-256 and length of a file. */
export async function digestFile(file: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** Whether a file is encrypted, by its first bytes. */
export async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(ageMagic.length), 0, ageMagic.length, 0);
    return buffer.toString("latin1", 0, bytesRead) === ageMagic;
  } finally {
    await handle.close();
  }
}

const bytesOf = (file: string): ReadableStream<Uint8Array> =>
  Readable.toWeb(createReadStream(file)) as unknown as ReadableStream<Uint8Array>;
const into = (file: string): WritableStream<Uint8Array> =>
  Writable.toWeb(createWriteStream(file, { mode: 0o600 })) as unknown as WritableStream<Uint8Array>;

/** Encrypts a file with a passphrase in the age format (scrypt, ChaCha20-Poly1305), streaming. `workFactor` is log2 of scrypt's cost. */
export async function encryptFile(from: string, to: string, passphrase: string, workFactor = 18): Promise<void> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  await (await encrypter.encrypt(bytesOf(from))).pipeTo(into(to));
}

/**
 * Decrypts what {@link encryptFile} wrote. Throws a Fault `BACKUP-PASSPHRASE`; a file cut short or changed fails the same way.
 * What the file system says, of a full disk for instance, is thrown as it is.
 */
export async function decryptFile(from: string, to: string, passphrase: string): Promise<void> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    await (await decrypter.decrypt(bytesOf(from))).pipeTo(into(to));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new Fault(
      "BACKUP-PASSPHRASE",
      "security",
      `${from} cannot be decrypted: the passphrase is another one, or the file was changed or cut short`,
      "Check the passphrase, for a command the file named by --passphrase-file; if it is right, take another copy of the backup.",
      { cause: error },
    );
  }
}
