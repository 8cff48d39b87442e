import { createHmac, hash } from "node:crypto";
import type { IncomingMessage } from "node:http";

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** AWS escapes everything but the unreserved characters. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Whether a request carries AWS Signature Version 4 by this key over its method, path, query, headers and body
 * (docs.aws.amazon.com, "Signature calculations for the Authorization header"). The names of an AWS error code where it does not.
 */
export function wrongSignature(
  request: IncomingMessage,
  body: Buffer,
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
): "AccessDenied" | "InvalidAccessKeyId" | "SignatureDoesNotMatch" | null {
  const { authorization = "", "x-amz-date": stamp = "", "x-amz-content-sha256": bodyHash = "" } = request.headers;
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, keyId, day = "", region = "", signed = "", signature] = pattern.exec(authorization) ?? [];
  if (keyId === undefined) return "AccessDenied";
  if (keyId !== keys.accessKeyId) return "InvalidAccessKeyId";
  if (bodyHash !== "UNSIGNED-PAYLOAD" && bodyHash !== hash("sha256", body, "hex")) return "SignatureDoesNotMatch";
  const names = signed.split(";");
  if (
    !names.includes("host") ||
    Object.keys(request.headers).some((name) => /^x-amz-/.test(name) && !names.includes(name))
  )
    return "SignatureDoesNotMatch";
  const url = new URL(request.url ?? "/", "http://store");
  const query = [...url.searchParams].map(([name, value]) => `${escaped(name)}=${escaped(value)}`).sort();
  const path = url.pathname.split("/").map((part) => escaped(decodeURIComponent(part)));
  const headers = names.map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, " ")}\n`);
  const canonical = [request.method, path.join("/"), query.join("&"), headers.join(""), signed, bodyHash].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", stamp, scope, hash("sha256", canonical, "hex")].join("\n");
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(
    (last, part) => hmac(last, part),
    `AWS4${keys.secretAccessKey}`,
  );
  return hmac(key, text).toString("hex") === signature ? null : "SignatureDoesNotMatch";
}
