/** Where secrets live. Values can be written and removed; only the process that owns them reads them back. */
export interface SecretStore {
  /** `keychain` outlives the session, `session` ends with it. */
  readonly storage: "keychain" | "session";
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}
