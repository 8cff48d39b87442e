/** More of either than a mail with a receipt has; what lies deeper is not looked at. */
const [mostNested, mostParts] = [8, 100];

/** A mail, or one part of it: its header and what follows, a character for every byte. */
interface MailPart {
  readonly header: string;
  readonly body: string;
}

/** A part of a mail as text, and the header of the whole mail, for who shows where it comes from. */
export interface MailText {
  readonly header: string;
  readonly text: string;
}

const fieldStart = /^[!-9;-~]+[ \t]*:/;

/** Splits where the first empty line stands (RFC 5322 §2.1). `null` for what does not begin with a header field. */
function splitHeader(characters: string): MailPart | null {
  // Mail programs that keep many mails in one file put a line before each.
  const begin = characters.startsWith("From ") ? characters.indexOf("\n") + 1 : 0;
  if (!fieldStart.test(characters.slice(begin, begin + 200))) return null;
  const ends = [characters.indexOf("\n\n", begin) + 1, characters.indexOf("\n\r\n", begin) + 1].filter((at) => at > 0);
  if (ends.length === 0) return null;
  const end = Math.min(...ends);
  return { header: characters.slice(begin, end), body: characters.slice(characters.indexOf("\n", end) + 1) };
}

/** A field's value with its folded lines joined (RFC 5322 §2.2.3), empty where there is none. */
function field(header: string, name: string): string {
  const unfolded = header.replace(/\r?\n(?=[ \t])/g, "");
  return new RegExp(`^${name}[ \\t]*:(.*)$`, "im").exec(unfolded)?.[1]?.trim() ?? "";
}

/** A parameter of a field such as `charset` (RFC 2045 §5.1). */
function parameter(value: string, name: string): string {
  const found = new RegExp(`;[ \\t]*${name}=("[^"]*"|[^;\\s]*)`, "i").exec(value)?.[1] ?? "";
  return found.replaceAll('"', "");
}

/** RFC 2045 §6.7: soft line breaks go, as does white space at the end of a line. */
function fromQuotedPrintable(body: string): Buffer {
  const lines = body.split(/\r?\n/).map((line) => {
    const kept = line.trimEnd();
    return kept.endsWith("=") ? kept.slice(0, -1) : `${kept}\n`;
  });
  const bytes = lines.join("").replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

function bytesOf({ header, body }: MailPart): Buffer {
  switch (field(header, "content-transfer-encoding").toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64");
    case "quoted-printable":
      return fromQuotedPrintable(body);
    default:
      return Buffer.from(body, "latin1");
  }
}

/** Bytes in a charset of the Encoding Standard; `null` where it is unknown or the bytes are none of it. */
function decode(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The parts between the lines of a boundary (RFC 2046 §5.1.1). */
function partsBetween(body: string, boundary: string): string[] {
  const parts: string[][] = [];
  for (const line of body.split("\n")) {
    const end = line.trimEnd();
    if (end === `--${boundary}--`) break;
    if (end === `--${boundary}`) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.slice(0, mostParts).map((lines) => lines.join("\n"));
}

function* textsIn(part: MailPart, nested: number): Generator<string> {
  if (nested > mostNested) return;
  const type = field(part.header, "content-type");
  const [kind = ""] = type.toLowerCase().split(";", 1);
  if (kind.trim().startsWith("multipart/")) {
    for (const inner of partsBetween(part.body, parameter(type, "boundary"))) {
      // A part may begin with the empty line: then it has no fields of its own.
      yield* textsIn(splitHeader(inner) ?? { header: "", body: inner.replace(/^\r?\n/, "") }, nested + 1);
    }
    return;
  }
  const bytes = bytesOf(part);
  const forwarded = kind.trim() === "message/rfc822" ? splitHeader(bytes.toString("latin1")) : null;
  if (forwarded !== null) return yield* textsIn(forwarded, nested + 1);
  const text = decode(bytes, parameter(type, "charset") || "utf-8");
  if (text !== null) yield text;
}

/**
 * The texts of a mail (RFC 5322, RFC 2045, RFC 2046), decoded from their transfer encoding and charset, in order; attached
 * texts and forwarded mails are among them. Nothing for what is no mail; what cannot be decoded is passed over.
 */
export function* mailTexts(bytes: Buffer): Generator<MailText> {
  const mail = splitHeader(bytes.toString("latin1"));
  if (mail === null) return;
  const raw = Buffer.from(mail.header, "latin1");
  const header = decode(raw, "utf-8") ?? raw.toString("latin1");
  for (const text of textsIn(mail, 0)) yield { header, text };
}
