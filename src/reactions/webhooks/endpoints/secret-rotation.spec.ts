import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SYSTEM_ACTOR } from '../../../platform/context/actor.js';
import { runInContext } from '../../../platform/context/request-context.js';
import { KeyRing, SecretBox } from '../../../platform/crypto/index.js';
import { EndpointVault } from './endpoint-vault.js';
import { rotated, TooManySecretsError } from './secret-rotation.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

const START = Date.parse('2026-11-28T12:00:00.000Z');
const at = (hours: number): Date => new Date(START + hours * 3_600_000);

function endpoint(): WebhookEndpoint {
  return Object.assign(new WebhookEndpoint(), { sealedSecret: 's0', previousSecrets: [] });
}

function turn(before: WebhookEndpoint, sealed: string, overlapHours: number, hour: number): WebhookEndpoint {
  return Object.assign(new WebhookEndpoint(), before, rotated(before, sealed, overlapHours, at(hour)));
}

describe('a rotation', () => {
  it('keeps the secret before until the overlap is over, newest first', () => {
    const twice = turn(turn(endpoint(), 's1', 24, 0), 's2', 2, 1);
    expect(twice).toMatchObject({
      sealedSecret: 's2',
      secretRotatedAt: at(1).toISOString(),
      previousSecrets: [
        { sealed: 's1', expiresAt: at(3).toISOString() },
        { sealed: 's0', expiresAt: at(24).toISOString() },
      ],
      previousSecretsExpireAt: [at(3).toISOString(), at(24).toISOString()],
    });
  });

  it('is refused a fourth secret until the first ends, and forgets what has ended', () => {
    const full = turn(turn(endpoint(), 's1', 24, 0), 's2', 2, 1);
    expect(() => rotated(full, 's3', 1, at(2.999))).toThrow(TooManySecretsError);
    expect(() => rotated(full, 's3', 1, at(2.999))).toThrow(at(3).toISOString());
    expect(turn(full, 's3', 1, 3).previousSecrets.map(({ sealed }) => sealed)).toEqual(['s2', 's0']);
  });

  it('ends all former secrets at once without overlap', () => {
    const full = turn(turn(endpoint(), 's1', 24, 0), 's2', 2, 1);
    expect(turn(full, 's3', 0, 2)).toMatchObject({
      sealedSecret: 's3',
      previousSecrets: [],
      previousSecretsExpireAt: [],
    });
  });
});

describe('EndpointVault', () => {
  const box = new SecretBox(KeyRing.parse(`spec:${randomBytes(32).toString('base64')}`));
  const vault = new EndpointVault(box);
  const within = <Result>(tenantId: string, work: () => Result): Result =>
    runInContext({ traceId: 'spec', actor: SYSTEM_ACTOR, tenant: { id: tenantId } as never }, work);

  it('gives the secrets that sign at a time, the last moment of an overlap excluded', () =>
    within('a', () => {
      const secrets = {
        endpointId: 'e',
        sealedSecret: vault.sealSecret('e', 'now'),
        previousSecrets: [
          { sealed: vault.sealSecret('e', 'newer'), expiresAt: at(2).toISOString() },
          { sealed: vault.sealSecret('e', 'older'), expiresAt: at(1).toISOString() },
        ],
      };
      expect(vault.openSecrets(secrets, at(0))).toEqual(['now', 'newer', 'older']);
      expect(vault.openSecrets(secrets, at(1))).toEqual(['now', 'newer']);
      expect(vault.openSecrets(secrets, at(2))).toEqual(['now']);
    }));

  it('opens headers for their tenant and endpoint alone', () => {
    const sealed = within('a', () => vault.sealHeaders('e', { 'X-Token': 'canary' }, null));
    expect(sealed.headers).toEqual({ 'X-Token': '********' });
    expect(JSON.stringify(sealed)).not.toContain('canary');
    const open = (tenant: string, id: string) =>
      within(tenant, () => vault.openHeaders(id, sealed.sealedHeaders));
    expect(open('a', 'e')).toEqual({ 'X-Token': 'canary' });
    expect(() => open('b', 'e')).toThrow();
    expect(() => open('a', 'f')).toThrow();
  });

  it('seals nothing anew that stays as it is', () =>
    within('a', () => {
      const { headers, sealedHeaders } = vault.sealHeaders('e', { 'X-Token': 'v' }, null);
      expect(vault.sealHeaders('e', headers, sealedHeaders)).toEqual({ headers, sealedHeaders });
      expect(vault.sealHeaders('e', {}, sealedHeaders)).toEqual({ headers: {}, sealedHeaders: null });
    }));
});
