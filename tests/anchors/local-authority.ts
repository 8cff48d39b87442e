import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether OpenSSL is there to make real tokens with. */
export function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export interface LocalAuthority {
  readonly url: string;
  readonly rootPem: string;
  /** Changes an answer on its way. */
  corrupt: ((answer: Buffer) => Buffer) | null;
  close(): Promise<void>;
}

const config = `
[tsa]
default_tsa = here
[here]
serial = ./serial
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
signer_digest = sha256
accuracy = secs:1
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[stamp]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[other]
basicConstraints = CA:FALSE
extendedKeyUsage = critical,timeStamping,codeSigning
[dn]
`;

/** An authority on this machine whose tokens OpenSSL makes: a root, a certificate that stamps, and a server. */
export async function localAuthority(
  keys: "rsa" | "ec",
  purpose: "stamp" | "other" = "stamp",
): Promise<LocalAuthority> {
  const dir = mkdtempSync(join(tmpdir(), "proofdesk-authority-"));
  const run = (...args: string[]): Buffer =>
    execFileSync("openssl", args, { cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
  writeFileSync(join(dir, "ts.cnf"), config);
  writeFileSync(join(dir, "serial"), "01\n");
  const algorithm =
    keys === "rsa"
      ? ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
      : ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
  for (const name of ["root", "tsa"]) run("genpkey", ...algorithm, "-out", `${name}.key`);
  const request = ["-config", "ts.cnf", "-new"];
  run(
    "req",
    ...request,
    "-x509",
    "-key",
    "root.key",
    "-subj",
    "/CN=Test root",
    "-days",
    "30",
    "-extensions",
    "ca",
    "-out",
    "root.pem",
  );
  run("req", ...request, "-key", "tsa.key", "-subj", "/CN=Test authority", "-out", "tsa.csr");
  run(
    "x509",
    "-req",
    "-in",
    "tsa.csr",
    "-CA",
    "root.pem",
    "-CAkey",
    "root.key",
    "-CAcreateserial",
    "-days",
    "30",
    "-extfile",
    "ts.cnf",
    "-extensions",
    purpose,
    "-out",
    "tsa.pem",
  );
  const made: LocalAuthority = {
    url: "",
    rootPem: readFileSync(join(dir, "root.pem"), "utf8"),
    corrupt: null,
    close: async () => {},
  };
  const stamp = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    writeFileSync(join(dir, "request.tsq"), Buffer.concat(chunks));
    try {
      run(
        "ts",
        "-reply",
        "-config",
        "ts.cnf",
        "-queryfile",
        "request.tsq",
        "-signer",
        "tsa.pem",
        "-inkey",
        "tsa.key",
        "-out",
        "reply.tsr",
      );
      const answer = readFileSync(join(dir, "reply.tsr"));
      response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(made.corrupt?.(answer) ?? answer);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  };
  const server = createServer((incoming, response) => void stamp(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return Object.assign(made, {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  });
}
