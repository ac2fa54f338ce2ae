import { describe, expect, it } from '@jest/globals';
import { PasswordHasher } from './password-hasher.js';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();

  it('knows its own hashes again', async () => {
    const hash = await hasher.hash('Admin@123');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(hash, 'Admin@123')).toBe(true);
    expect(await hasher.verify(hash, 'admin@123')).toBe(false);
  });

  it('salts: the same password has another hash each time', async () => {
    expect(await hasher.hash('Admin@123')).not.toBe(await hasher.hash('Admin@123'));
  });

  it('computes a hash for nobody, whom no password fits', async () => {
    // A hash of 19 MiB and two passes takes milliseconds of this process; a comparison with nothing takes none.
    const before = process.cpuUsage();
    expect(await hasher.verify(null, 'Admin@123')).toBe(false);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeGreaterThan(5_000);
  });
});
