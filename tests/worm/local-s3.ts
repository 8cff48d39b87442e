import { hash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { wrongSignature } from "./signature-v4.ts";

/** A version of an object as the server keeps it; `bytes` is `null` for the mark of a deletion. */
export interface StoredVersion {
  readonly id: string;
  readonly bytes: Buffer | null;
  /** Base64 of its SHA-256. */
  sha256: string | undefined;
  mode: string | undefined;
  until: string | undefined;
}

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
}

/** What a request meets instead of an answer; `cut-after` is cut when the work is done. */
export type Mishap = { readonly status: number; readonly code: string } | "cut" | "cut-after" | null;

export interface LocalS3 {
  readonly endpoint: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Every request whose signature held, in order. */
  readonly seen: SeenRequest[];
  /** The versions under `/bucket/key`, oldest first. */
  readonly objects: Map<string, StoredVersion[]>;
  objectLock: boolean;
  /** What the bucket's settings call its lock where it has one. */
  lockWord: string;
  mishap: (request: SeenRequest) => Mishap;
  close(): Promise<void>;
}

const keys = { accessKeyId: "AKIDLOCAL", secretAccessKey: "local/secret+key" };
const missingSum =
  "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters";
const bucket = "/records";

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const xml = (content: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${content}`;
const inXml = (text: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
const locked = ({ mode, until }: StoredVersion): boolean =>
  mode === "COMPLIANCE" && until !== undefined && Date.parse(until) > Date.now();

/**
 * A server on this machine that speaks as much of S3 as an archive needs, path style: versions, conditional puts, checksums,
 * Object Lock. It checks every signature, and holds to what it locked.
 */
export async function localS3(): Promise<LocalS3> {
  const objects: LocalS3["objects"] = new Map();
  let versions = 0;

  function find(path: string, versionId: string | null): StoredVersion {
    const all = objects.get(path) ?? [];
    const found = versionId === null ? all.at(-1) : all.find(({ id }) => id === versionId);
    if (!found) throw new Refusal(404, versionId === null ? "NoSuchKey" : "NoSuchVersion");
    if (found.bytes === null) throw new Refusal(versionId === null ? 404 : 405, "NoSuchKey");
    return found;
  }

  function put(path: string, body: Buffer, headers: IncomingMessage["headers"]): StoredVersion {
    const all = objects.get(path) ?? [];
    const sent = headers["x-amz-checksum-sha256"];
    const mode = headers["x-amz-object-lock-mode"];
    const until = headers["x-amz-object-lock-retain-until-date"];
    if (headers["if-none-match"] === "*" && (all.at(-1)?.bytes ?? null) !== null) {
      throw new Refusal(412, "PreconditionFailed");
    }
    if (mode !== undefined && !store.objectLock) {
      throw new Refusal(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
    }
    if ((mode === undefined) !== (until === undefined) || Date.parse(String(until ?? "9999")) <= Date.now()) {
      throw new Refusal(400, "InvalidArgument", "The retain until date must be in the future!");
    }
    const sha256 = hash("sha256", body, "base64");
    if (mode !== undefined && sent === undefined) throw new Refusal(400, "InvalidRequest", missingSum);
    if (sent !== undefined && sent !== sha256) throw new Refusal(400, "BadDigest");
    const one = { id: `v${++versions}`, bytes: body, sha256, mode: mode as string, until: until as string };
    objects.set(path, [...all, one]);
    return one;
  }

  function retain(one: StoredVersion, body: string): void {
    const [mode, until = ""] = [inXml(body, "Mode"), inXml(body, "RetainUntilDate")];
    if (!store.objectLock) throw new Refusal(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
    if (locked(one) && (mode !== "COMPLIANCE" || Date.parse(until) < Date.parse(String(one.until)))) {
      throw new Refusal(403, "AccessDenied", "Access Denied because object protected by object lock.");
    }
    Object.assign(one, { mode, until });
  }

  function remove(path: string, versionId: string | null): void {
    if (versionId === null) {
      const mark = { id: `v${++versions}`, bytes: null, sha256: undefined, mode: undefined, until: undefined };
      objects.set(path, [...(objects.get(path) ?? []), mark]);
      return;
    }
    const all = objects.get(path) ?? [];
    const one = all.find(({ id }) => id === versionId);
    if (one && locked(one)) {
      throw new Refusal(403, "AccessDenied", "Access Denied because object protected by object lock.");
    }
    objects.set(
      path,
      all.filter(({ id }) => id !== versionId),
    );
  }

  function answer(request: SeenRequest, body: Buffer, response: ServerResponse): void {
    const url = new URL(request.url, "http://store");
    const versionId = url.searchParams.get("versionId");
    if (!url.pathname.startsWith(`${bucket}/`) && url.pathname !== bucket) throw new Refusal(404, "NoSuchBucket");
    if (url.searchParams.has("object-lock")) {
      if (!store.objectLock) throw new Refusal(404, "ObjectLockConfigurationNotFoundError");
      response.end(
        xml(
          `<ObjectLockConfiguration><ObjectLockEnabled>${store.lockWord}</ObjectLockEnabled></ObjectLockConfiguration>`,
        ),
      );
      return;
    }
    if (request.method === "PUT" && url.searchParams.has("retention")) {
      retain(find(url.pathname, versionId), body.toString());
      response.end();
      return;
    }
    if (request.method === "DELETE") {
      remove(url.pathname, versionId);
      response.writeHead(204).end();
      return;
    }
    const one = request.method === "PUT" ? put(url.pathname, body, request.headers) : find(url.pathname, versionId);
    response.setHeader("x-amz-version-id", one.id);
    if (request.method === "PUT") {
      response.end();
      return;
    }
    if (one.mode !== undefined) response.setHeader("x-amz-object-lock-mode", one.mode);
    if (one.until !== undefined) response.setHeader("x-amz-object-lock-retain-until-date", one.until);
    if (one.sha256 !== undefined && request.headers["x-amz-checksum-mode"] === "ENABLED") {
      response.setHeader("x-amz-checksum-sha256", one.sha256);
      response.setHeader("x-amz-checksum-type", "FULL_OBJECT");
    }
    response.setHeader("content-length", one.bytes?.length ?? 0);
    response.end(request.method === "HEAD" ? undefined : one.bytes);
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const request = { method: incoming.method ?? "", url: incoming.url ?? "", headers: incoming.headers };
    try {
      const wrong = wrongSignature(incoming, body, keys);
      if (wrong !== null) throw new Refusal(403, wrong);
      store.seen.push(request);
      const mishap = store.mishap(request);
      if (mishap === "cut") {
        incoming.socket.destroy();
        return;
      }
      if (mishap !== null && mishap !== "cut-after") throw new Refusal(mishap.status, mishap.code);
      if (mishap === "cut-after") {
        put(new URL(request.url, "http://store").pathname, body, request.headers);
        incoming.socket.destroy();
        return;
      }
      answer(request, body, response);
    } catch (error) {
      const { status, code, message } =
        error instanceof Refusal ? error : new Refusal(500, "InternalError", String(error));
      response.writeHead(status, { "content-type": "application/xml" });
      const said = xml(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
      response.end(request.method === "HEAD" ? undefined : said);
    }
  }

  const server = createServer((incoming, response) => {
    void serve(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const store: LocalS3 = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys,
    seen: [],
    objects,
    objectLock: true,
    lockWord: "Enabled",
    mishap: () => null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return store;
}
