const chunkBytes = 8192;

/** Bytes as base64 with padding, for the wire. */
export function toBase64Text(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    binary += String.fromCharCode(...bytes.subarray(at, at + chunkBytes));
  }
  return btoa(binary);
}
