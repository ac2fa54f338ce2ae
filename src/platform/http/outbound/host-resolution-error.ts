/** The host name to be dialled has no address. `code` is that of the resolver, `ENOTFOUND` where it gave none. */
export class HostResolutionError extends Error {
  override readonly name = 'HostResolutionError';

  constructor(readonly code: string) {
    super('The host name does not resolve');
  }
}
