/** The one policy of both shells: own files only, no inline code or style, no `eval`, no HTML sinks. */
function contentSecurityPolicy(connectSources: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src", ...connectSources].join(" "),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** Headers of every answer that carries a page's file. */
export function pageHeaders(connectSources: readonly string[]): Record<string, string> {
  return {
    "content-security-policy": contentSecurityPolicy(connectSources),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()",
    "cache-control": "no-cache",
  };
}
