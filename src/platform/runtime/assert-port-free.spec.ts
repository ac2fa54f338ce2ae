import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { assertPortFree } from './assert-port-free.js';

describe('assertPortFree', () => {
  it('names the setting when another program listens, and lets go of a free port', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(assertPortFree(port, '127.0.0.1')).rejects.toThrow(/set PORT/);
    await new Promise((resolve) => other.close(resolve));
    await assertPortFree(port, '127.0.0.1');
    await assertPortFree(port, '127.0.0.1');
  });

  it('does not ask about port 0, which takes any that is free', async () => {
    await expect(assertPortFree(0, 'no such host')).resolves.toBeUndefined();
  });
});
