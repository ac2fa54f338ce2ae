import { Injectable } from '@nestjs/common';
import { ConflictError, PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import { RulesCheck } from '../roles/index.js';
import { isAddressOrNetwork } from './address-list.js';
import type { ApiKey } from './api-key.entity.js';
import { apiKeyResource } from './api-key.policy.js';
import { ApiKeyDirectory } from './api-key-directory.js';
import { ApiKeySecrets } from './api-key-secrets.js';

const MOST_KEYS = 200;
const HOUR = 3_600_000;
const DEFAULT_OVERLAP_HOURS = 24;

const COUNT = 'SELECT count(*)::integer AS count FROM api_keys WHERE deleted_at IS NULL';
const IS_SERVICE = `SELECT 1 FROM members WHERE id = $1 AND kind = 'service'`;

export type KeyWithSecret = RecordView & { readonly secret: string };

/**
 * API keys: a record in the tenant's database, with all that records have, and hashed secrets in the control database.
 * The secret is committed inside the record's transaction; should that one be lost, the secret opens nothing.
 */
@Injectable()
export class ApiKeysService extends ResourceService<ApiKey> {
  constructor(
    foundation: RecordFoundation,
    private readonly secrets: ApiKeySecrets,
    private readonly directory: ApiKeyDirectory,
    private readonly rules: RulesCheck,
  ) {
    super(apiKeyResource, foundation);
  }

  /** Like `create`, and shows the secret, this once. */
  createWithSecret(input: Partial<ApiKey>): Promise<KeyWithSecret> {
    const { secret, prefix } = ApiKeySecrets.generate();
    return this.write(async () => {
      const view = await this.create({ ...input, prefix });
      const key = await this.find(view.id, 'create');
      await this.secrets.add(key, secret, 0);
      return { ...view, secret };
    });
  }

  /** A new secret; the one before it stays good for the overlap. Only for one's own keys and those of service users. */
  async rotate(id: string, overlapHours = DEFAULT_OVERLAP_HOURS): Promise<KeyWithSecret> {
    const { secret, prefix } = ApiKeySecrets.generate();
    await this.foundation.journal.prepare();
    return this.write(async () => {
      const before = await this.find(id, 'update', { lock: true });
      if (id !== currentActor().apiKeyId) await this.refuseBoundKey();
      await this.requireUsable(before.userId);
      await this.rules.assertHeld(before);
      const changes = { prefix: { old: before.prefix, new: prefix } };
      const view = this.view(await this.save('rotated', before, { prefix }, changes));
      await this.secrets.add(before, secret, overlapHours * HOUR);
      return { ...view, secret };
    });
  }

  override async replace(
    id: string,
    input: Partial<ApiKey>,
    options: WriteOptions = {},
  ): Promise<RecordView> {
    const { userId } = await this.find(id, 'update');
    return super.replace(id, { userId, ...input }, options);
  }

  /** Revokes: whoever has the secret is refused within a second, on every process. */
  override async remove(id: string, options: WriteOptions = {}): Promise<void> {
    await this.write(async () => {
      await super.remove(id, options);
      await this.secrets.removeAll(id);
    });
    this.directory.forget(id);
  }

  /** It comes back without a secret; a rotation gives it one. */
  override async restore(id: string): Promise<RecordView> {
    await this.refuseBoundKey();
    await this.rules.assertHeld(await this.find(id, 'delete', { deleted: true }));
    await this.refuseSurplus();
    return super.restore(id);
  }

  override async update(id: string, input: Partial<ApiKey>, options: WriteOptions = {}): Promise<RecordView> {
    const view = await super.update(id, input, options);
    this.directory.forget(id);
    return view;
  }

  protected override async complete(draft: ApiKey, { prefix = '', userId }: Partial<ApiKey>): Promise<void> {
    draft.prefix = prefix;
    draft.userId = userId ?? currentActor().id;
    await this.refuseSurplus();
  }

  protected override async check(after: ApiKey, before: ApiKey | undefined): Promise<void> {
    await this.refuseBoundKey();
    if (before !== undefined) await this.rules.assertHeld(before);
    if (before === undefined) await this.requireUsable(after.userId);
    else if (after.userId !== before.userId) throw fault('userId', 'cannot be changed');
    if (after.permissions.length === 0) throw fault('permissions', 'must name at least one permission');
    await this.rules.assertMeaningful(after, before);
    await this.rules.assertHeld(after);
    const wrong = after.allowedAddresses.findIndex((entry) => !isAddressOrNetwork(entry));
    if (wrong >= 0)
      throw fault(`allowedAddresses.${wrong}`, 'must be an IP address or a network such as 203.0.113.0/24');
    const isNewExpiry = after.expiresAt !== null && after.expiresAt !== before?.expiresAt;
    if (isNewExpiry && Date.parse(after.expiresAt ?? '') <= this.foundation.clock.milliseconds())
      throw fault('expiresAt', 'must be in the future');
  }

  /** A key acts as its user: nobody gets one that acts as another person. */
  private async requireUsable(userId: string): Promise<void> {
    if (userId === currentActor().id) return;
    const rows = await this.foundation.database.query({ text: IS_SERVICE, values: [userId] });
    if (rows.length === 0) throw new PermissionDeniedError('A key is for yourself or for a service user');
  }

  /** Whoever stole a key that is bound to addresses, a time or a limit would make one that is not, or unbind it. */
  private async refuseBoundKey(): Promise<void> {
    const { apiKeyId } = currentActor();
    if (apiKeyId === undefined) return;
    const key = await this.directory.find(apiKeyId);
    const isFree =
      key?.allowedAddresses.length === 0 && key.expiresAt === null && key.requestsPerMinute === null;
    if (!isFree) throw new PermissionDeniedError('A key with limits of its own makes and changes no keys');
  }

  private async refuseSurplus(): Promise<void> {
    const [row] = await this.foundation.database.query<{ count: number }>({ text: COUNT });
    if ((row?.count ?? 0) < MOST_KEYS) return;
    throw new ConflictError(`A tenant may have ${MOST_KEYS} API keys`, {}, 'LIMIT_REACHED');
  }
}

function fault(field: string, message: string): ValidationError {
  return new ValidationError([{ field, message }]);
}
