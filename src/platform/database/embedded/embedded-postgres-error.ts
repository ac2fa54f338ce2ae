export type EmbeddedPostgresErrorCode =
  | 'PORT_TAKEN'
  | 'PLATFORM_UNSUPPORTED'
  | 'BINARIES_MISSING'
  | 'NO_UNPRIVILEGED_ACCOUNT'
  | 'DATA_NOT_ACCESSIBLE'
  | 'DATA_MOVED'
  | 'INITIALISE_FAILED'
  | 'START_FAILED';

/** Why the embedded server could not be had. `message` is one line an operator can act on. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
