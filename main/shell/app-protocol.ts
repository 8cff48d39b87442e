import { protocol, type Session } from "electron";
import { readPageFile } from "../transport/page-files.ts";
import { pageHeaders } from "../transport/page-security.ts";
import { originOf, pageOrigin, pageScheme } from "./page-origin.ts";

/** Must run before the app is ready. The page's scheme behaves like https, without `bypassCSP` or service workers. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page under `app://proofdesk/`, with the same containment and headers as the loopback server. */
export function servePage(session: Session, rendererDir: string): void {
  const headers = pageHeaders(["'self'"]);
  const refuse = (status: number): Response => new Response(null, { status, headers });
  session.protocol.handle(pageScheme, async ({ url, method }) => {
    if (originOf(url) !== pageOrigin) return refuse(404);
    if (method !== "GET") return refuse(405);
    // The text after the host, not `URL.pathname`, which has already resolved what must be refused.
    const file = await readPageFile(rendererDir, url.slice(pageOrigin.length) || "/");
    if (file.status !== 200) return refuse(file.status);
    return new Response(new Uint8Array(file.body), { headers: { ...headers, "content-type": file.type } });
  });
}
