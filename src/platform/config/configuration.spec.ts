import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from './configuration.js';
import { ConfigurationError } from './configuration-error.js';
import type { Environment } from './environment-reader.js';

const PRODUCTION: Environment = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://crm@database/crm_control',
  JWT_SECRET: randomBytes(48).toString('base64'),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};

function problemsOf(changes: Environment): readonly string[] {
  try {
    readConfiguration({ ...PRODUCTION, ...changes });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration of a production process', () => {
  it('is accepted with nothing but where its database is and its secrets', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[Environment, string]>([
    [{ DATABASE_URL: undefined }, 'DATABASE_URL is not set: the URL of the control database (postgres://…)'],
    [
      { DATABASE_URL: 'mysql://x' },
      'DATABASE_URL must be a URL that starts with postgres:// or postgresql://',
    ],
    [{ JWT_SECRET: '' }, 'JWT_SECRET is not set: a random text of 32 characters or more'],
    [{ JWT_SECRET: 'secret' }, 'JWT_SECRET is too weak: use a random text of 32 characters or more'],
    [{ JWT_SECRET: 'a'.repeat(64) }, 'JWT_SECRET is too weak: use a random text of 32 characters or more'],
    [{ ENCRYPTION_KEYS: undefined }, 'ENCRYPTION_KEYS is not set: id:base64 of 32 random bytes'],
    [{ ENCRYPTION_KEYS: 'k1:c2VjcmV0' }, 'ENCRYPTION_KEYS: Encryption key "k1" must be 32 bytes in base64'],
    [{ OPERATOR_TOKEN: 'admin' }, 'OPERATOR_TOKEN is too weak: use a random text of 32 characters or more'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY must be a whole number from 0 to 10'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
    [{ MAIL_FROM: 'no address' }, 'MAIL_FROM must be an address, or a name with one in < >'],
    [{ MAIL_LEASE_MS: '30000' }, 'MAIL_LEASE_MS must be longer than SMTP_TOTAL_MS'],
    [{ WEBHOOK_LEASE_MS: '15000' }, 'WEBHOOK_LEASE_MS must be longer than WEBHOOK_TOTAL_MS'],
  ])('is refused with one line: %j', (changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });

  it.each([
    [undefined, 0],
    ['false', 0],
    ['true', 1],
    ['2', 2],
  ])('believes, with TRUST_PROXY=%s, %i entries of X-Forwarded-For', (text, proxies) => {
    const { http } = readConfiguration({ ...PRODUCTION, TRUST_PROXY: text });
    expect(http.trustedProxies).toBe(proxies);
  });

  it.each(['prod', 'Production', 'staging'])('is not started as development by NODE_ENV=%s', (name) => {
    expect(problemsOf({ NODE_ENV: name })).toEqual(['NODE_ENV must be one of development, test, production']);
  });

  it('is told who sends and where links lead before it sends a mail', () => {
    expect(problemsOf({ SMTP_URL: 'smtp://relay', MAIL_FROM: 'CRM <crm@example.com>' })).toEqual([
      'PUBLIC_URL is not set: where the links in mails lead (https://…)',
    ]);
    expect(problemsOf({ SMTP_URL: 'smtp://relay', PUBLIC_URL: 'https://crm.example.com' })).toEqual([
      'MAIL_FROM is not set: the sender of mails, for example CRM <no-reply@example.com>',
    ]);
  });

  it('is refused with every fault at once, and quotes no secret', () => {
    const problems = problemsOf({
      JWT_SECRET: 'canary',
      OPERATOR_TOKEN: 'canary',
      ENCRYPTION_KEYS: 'k1:canary',
    });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('canary');
  });
});
