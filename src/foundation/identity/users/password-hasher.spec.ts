import { describe, expect, it } from '@jest/globals';
import { EnvironmentReader } from '../../../platform/config/environment-reader.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { PasswordHasher } from './password-hasher.js';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher(new LimitsConfig(new EnvironmentReader({})));

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

  it('refuses with 503 what would wait too long, and goes on with the others', async () => {
    const settings = { PASSWORDS_AT_ONCE: '1', PASSWORDS_WAITING: '2' };
    const busy = new PasswordHasher(new LimitsConfig(new EnvironmentReader(settings)));
    const attempts = await Promise.allSettled(Array.from({ length: 5 }, () => busy.hash('Admin@123')));
    const refused = attempts.flatMap((attempt): unknown[] =>
      attempt.status === 'rejected' ? [attempt.reason] : [],
    );
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 1 });
    expect(await busy.verify(await busy.hash('Admin@123'), 'Admin@123')).toBe(true);
  });
});
