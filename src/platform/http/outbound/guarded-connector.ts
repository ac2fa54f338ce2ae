import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { errorCode } from './error-code.js';
import { withoutBrackets } from './host-names.js';
import { HostResolutionError } from './host-resolution-error.js';
import type { ResolvedAddress, ResolveHost } from './host-resolver.js';
import { TargetBlockedError } from './target-blocked-error.js';

/** Node's 250 ms would give up on every address of a far host. */
const ADDRESS_ATTEMPT_MS = 1_000;

export interface GuardedConnectorOptions {
  readonly guard: AddressGuard;
  readonly resolve: ResolveHost;
  readonly connectTimeoutMs: number;
  /** Certificate authorities in PEM, instead of the well-known ones. */
  readonly certificateAuthorities?: readonly string[];
}

/**
 * Opens the sockets of the outbound client. The addresses judged are the very ones handed to the socket, so a name that
 * answers differently a moment later (DNS rebinding) gains nothing. One forbidden address refuses the host.
 */
export function guardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { guard, resolve, connectTimeoutMs, certificateAuthorities } = options;
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    lookup: guardedLookup(guard, resolve),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
    ...(certificateAuthorities ? { ca: [...certificateAuthorities] } : {}),
  });
  return (target, callback) => {
    const host = withoutBrackets(target.hostname);
    // A socket never looks a literal up, so the lookup alone would let 10.0.0.1 pass.
    if (isIP(host) !== 0 && !guard.allows(host)) {
      process.nextTick(callback, new TargetBlockedError(), null);
      return;
    }
    connect(target, callback);
  };
}

function guardedLookup(guard: AddressGuard, resolve: ResolveHost): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    allowedAddresses(hostname, guard, resolve).then(
      ([first, ...others]) => {
        if (lookupOptions.all) process.nextTick(callback, null, [first, ...others]);
        else process.nextTick(callback, null, first.address, first.family);
      },
      (error: unknown) => {
        process.nextTick(
          callback,
          error instanceof Error ? error : new Error('The host was not resolved'),
          [],
        );
      },
    );
  };
}

async function allowedAddresses(
  hostname: string,
  guard: AddressGuard,
  resolve: ResolveHost,
): Promise<[ResolvedAddress, ...ResolvedAddress[]]> {
  const [first, ...others] = await resolve(hostname).catch((error: unknown) => {
    throw new HostResolutionError(errorCode(error) ?? 'ENOTFOUND');
  });
  if (!first) throw new HostResolutionError('ENOTFOUND');
  if (![first, ...others].every(({ address }) => guard.allows(address))) throw new TargetBlockedError();
  return [first, ...others];
}
