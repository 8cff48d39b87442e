/** What an option takes. `list` may be given again and again, `time` is ISO 8601 or unix milliseconds, `decimal` stays text. */
export type OptionKind = "text" | "flag" | "list" | "integer" | "number" | "decimal" | "time" | "choice";

export interface OptionSpec {
  readonly kind: OptionKind;
  /** What stands for the value in the help: `FILE`, `N`. */
  readonly value?: string;
  readonly text: string;
  readonly choices?: readonly string[];
  readonly required?: boolean;
  /** An empty value is one too: a reason that a script leaves out shall not hold up a halt. */
  readonly mayBeEmpty?: boolean;
  readonly min?: number;
  /** A decimal has to be more than this. */
  readonly above?: number;
  readonly max?: number;
  /** Words that are understood beside numbers, for example `max`. */
  readonly words?: readonly string[];
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

type KindValue<S extends OptionSpec> = S extends { kind: "flag" }
  ? boolean
  : S extends { kind: "list" }
    ? readonly string[]
    : S extends { kind: "integer" | "number"; words: readonly (infer W)[] }
      ? number | W
      : S extends { kind: "integer" | "number" | "time" }
        ? number
        : S extends { kind: "choice"; choices: readonly (infer C)[] }
          ? C
          : string;

type Always<S extends OptionSpec> = S extends { kind: "flag" | "list" } | { required: true } ? true : false;

/** The values of a table's options by name: flags and lists are always there, the others when required or given. */
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T as Always<T[K]> extends true ? K : never]: KindValue<T[K]>;
} & { readonly [K in keyof T as Always<T[K]> extends true ? never : K]?: KindValue<T[K]> };
