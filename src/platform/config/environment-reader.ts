export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads typed settings and collects what is wrong, so that one start names every fault at once. */
export class EnvironmentReader {
  readonly problems: string[] = [];

  readonly production: boolean;

  constructor(private readonly environment: Environment) {
    // A misspelt `production` must not start with what development allows.
    const mode = this.oneOf('NODE_ENV', ['development', 'test', 'production'], 'development');
    this.production = mode === 'production';
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  optional(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  }

  required(name: string, hint: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problems.push(`${name} is not set: ${hint}`);
    return value ?? '';
  }

  integer(name: string, fallback: number, range: { minimum: number; maximum: number }): number {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < range.minimum || value > range.maximum) {
      this.problems.push(`${name} must be a whole number from ${range.minimum} to ${range.maximum}`);
      return fallback;
    }
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
  }

  oneOf<Value extends string>(name: string, values: readonly Value[], fallback: Value): Value {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) this.problems.push(`${name} must be one of ${values.join(', ')}`);
    return value ?? fallback;
  }

  list(name: string, fallback: readonly string[]): readonly string[] {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  url(name: string, protocols: readonly string[]): string | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !protocols.includes(url.protocol)) {
      this.problems.push(
        `${name} must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
      );
    }
    return text;
  }
}
