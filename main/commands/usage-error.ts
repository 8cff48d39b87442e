/** The command line was typed wrongly; `fix` says what to type instead. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "CLI-USAGE";
  readonly category = "validation";
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}
