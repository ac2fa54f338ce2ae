import { describe, expect, it } from '@jest/globals';
import { AddressGuard } from './address-guard.js';
import type { ResolveHost } from './host-resolver.js';
import { UrlAdmission } from './url-admission.js';
import { UrlPolicy } from './url-policy.js';

const guard = new AddressGuard();
const policy = new UrlPolicy({ guard });

async function admitted(resolve: ResolveHost, text = 'https://hooks.example.com/'): Promise<string> {
  const verdict = await new UrlAdmission({ policy, guard, resolve, timeoutMs: 20 }).check(text);
  return verdict.ok ? 'admitted' : verdict.reason;
}

const resolvingTo =
  (...addresses: string[]): ResolveHost =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('UrlAdmission', () => {
  it('admits a host whose addresses are all public', async () => {
    expect(await admitted(resolvingTo('8.8.8.8', '2606:4700:4700::1111'))).toBe('admitted');
  });

  it.each([[['10.0.0.1']], [['8.8.8.8', '169.254.169.254']], [['8.8.8.8', '::1']], [['127.0.0.1']]])(
    'refuses a host with the addresses %j and names none of them',
    async (addresses) => {
      expect(await admitted(resolvingTo(...addresses))).toBe(
        'must not point to a host that has an address that is not public',
      );
    },
  );

  it('admits a host that does not resolve yet', async () => {
    expect(await admitted(() => Promise.reject(new Error('ENOTFOUND')))).toBe('admitted');
    expect(await admitted(resolvingTo())).toBe('admitted');
  });

  it('admits a host whose name servers stay silent, without waiting for them', async () => {
    expect(await admitted(() => new Promise(() => undefined))).toBe('admitted');
  });

  it('asks no name server about a literal or about what the text alone refuses', async () => {
    const unexpected: ResolveHost = (hostname) =>
      Promise.resolve([{ address: `10.0.0.1 for ${hostname}`, family: 4 }]);
    expect(await admitted(unexpected, 'https://8.8.8.8/')).toBe('admitted');
    expect(await admitted(unexpected, 'http://hooks.example.com/')).toBe('must begin with https://');
  });
});
