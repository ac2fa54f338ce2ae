import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NameServer } from '../../../../test/support/sinks/name-server.js';
import { createHostResolver, type ResolveHost } from './host-resolver.js';

describe('createHostResolver', () => {
  let nameServer: NameServer;
  let resolve: ResolveHost;

  beforeAll(async () => {
    nameServer = await NameServer.start({
      'both.example.com': { ipv4: ['8.8.8.8', '10.0.0.1'], ipv6: ['2606:4700:0:0:0:0:0:1'] },
      'six.example.com': { ipv6: ['2606:4700:0:0:0:0:0:2'] },
      'silent.example.com': null,
    });
    resolve = createHostResolver({ servers: [nameServer.address], timeoutMs: 20 });
  });

  afterAll(() => nameServer.stop());

  it('gives the addresses of both families', async () => {
    expect(await resolve('both.example.com')).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.1', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ]);
  });

  it('is content with one family', async () => {
    expect(await resolve('six.example.com')).toEqual([{ address: '2606:4700::2', family: 6 }]);
  });

  it('rejects a name that does not exist, and one whose servers stay silent', async () => {
    await expect(resolve('none.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolve('silent.example.com')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it('knows names of this machine without asking', async () => {
    expect(await resolve('sink.localhost')).toEqual(await resolve('localhost'));
    expect(await resolve('localhost')).toEqual([
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  });
});
