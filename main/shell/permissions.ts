import type { Session } from "electron";
import { originOf } from "./page-origin.ts";

/** Copying a value and telling about a fill; everything else a web page could ask for is denied. */
const allowedPermissions: ReadonlySet<string> = new Set(["clipboard-sanitized-write", "notifications"]);

/** Denies devices, capture, location and the rest, on request and on check, and everything to foreign origins. */
export function denyPermissions(session: Session, origin: string): void {
  const allows = (permission: string, requester: string): boolean =>
    allowedPermissions.has(permission) && originOf(requester) === origin;
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(allows(permission, requestingUrl ?? ""));
  });
  session.setPermissionCheckHandler((_contents, permission, requester) => allows(permission, requester));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer(null);
  });
}
