import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AddressGuard } from './address-guard.js';
import { guardedConnector } from './guarded-connector.js';
import { TargetBlockedError } from './target-blocked-error.js';

describe('guardedConnector', () => {
  let sockets = 0;
  const count = (): void => void (sockets += 1);

  beforeEach(() => {
    sockets = 0;
    subscribe('net.client.socket', count);
  });

  afterEach(() => void unsubscribe('net.client.socket', count));

  it.each([
    ['http:', '169.254.169.254'],
    ['https:', '169.254.169.254'],
    ['http:', '10.0.0.1'],
    ['http:', '127.0.0.1'],
    ['https:', '::1'],
    ['http:', '[::1]'],
    ['http:', '::ffff:10.0.0.1'],
  ])('opens no socket for the literal %s//%s', async (protocol, hostname) => {
    const connect = guardedConnector({
      guard: new AddressGuard(),
      resolve: () => Promise.resolve([]),
      connectTimeoutMs: 100,
    });
    const error = await new Promise((settle) => {
      connect({ hostname, host: hostname, protocol, port: '443' }, (...[failure]) => settle(failure));
    });
    expect(error).toBeInstanceOf(TargetBlockedError);
    expect(String(error)).not.toContain(hostname);
    expect(sockets).toBe(0);
  });
});
