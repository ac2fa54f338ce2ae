import { Injectable } from '@nestjs/common';
import { DomainError, type ErrorDetail, ValidationError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentActor } from '../../platform/context/request-context.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import type { RegisteredResource } from '../../platform/resource/resource-registry.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { View } from './view.entity.js';
import { SecondDefaultError, ViewMovedError } from './view.errors.js';
import { viewResource } from './view.policy.js';
import { ViewShield } from './view-shield.js';

const DEFAULTS = `SELECT id, resource, owner_id AS "ownerId" FROM views
  WHERE is_default AND deleted_at IS NULL AND resource = ANY ($1) AND owner_id = ANY ($2::uuid[])`;

type DefaultView = Pick<View, 'id' | 'resource' | 'ownerId'> & Record<string, unknown>;

/** Saved views of lists: filters, orders and columns under a name. */
@Injectable()
export class ViewsService extends ResourceService<View> {
  constructor(
    foundation: RecordFoundation,
    private readonly shields: ViewShield,
  ) {
    super(viewResource, foundation);
  }

  override async get(id: string, query?: ListQuery): Promise<RecordView> {
    return this.shields.shield(await super.get(id, query));
  }

  override async list(query: ListQuery): Promise<Page<RecordView>> {
    return this.shieldAll(await super.list(query));
  }

  override async search(body: unknown): Promise<Page<RecordView>> {
    return this.shieldAll(await super.search(body));
  }

  protected override view(row: View): RecordView {
    return this.shields.shield(super.view(row));
  }

  protected override complete(draft: View): void {
    draft.ownerId ??= currentActor().id;
  }

  protected override check(after: View, before: View | undefined): void {
    if (before !== undefined && after.resource !== before.resource) throw new ViewMovedError();
  }

  protected override async examine(writes: readonly RecordWrite<View>[]): Promise<void> {
    const kept = writes.filter(({ verb }) => verb !== 'deleted');
    for (const write of kept) {
      const fault = await this.faultOf(write.after);
      if (fault !== undefined) write.refuse(new ValidationError([fault]));
    }
    await this.refuseSecondDefaults(kept);
  }

  /** What of a view the list of its record type would refuse its writer. */
  private async faultOf(view: View): Promise<ErrorDetail | undefined> {
    const resources = this.foundation.registry.list().filter(({ descriptor }) => descriptor.published);
    const resource = resources.find(({ descriptor }) => descriptor.plural === view.resource);
    if (resource === undefined) {
      const names = resources.map(({ descriptor }) => descriptor.plural).sort();
      return { field: 'resource', message: `must be one of ${names.join(', ')}` };
    }
    const { filter, search, sort, fields, expand } = view;
    const parts = { filter, search, sort, fields, expand };
    for (const [part, value] of Object.entries(parts)) {
      const fault = value === null ? undefined : await faultIn(resource, part, value);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  private async refuseSecondDefaults(writes: readonly RecordWrite<View>[]): Promise<void> {
    const wanted = writes.filter(({ after }) => after.isDefault);
    if (wanted.length === 0) return;
    const stored = await this.foundation.database.query<DefaultView>({
      text: DEFAULTS,
      values: [wanted.map(({ after }) => after.resource), wanted.map(({ after }) => after.ownerId)],
    });
    const written = new Set(writes.map(({ after }) => after.id));
    const taken = new Set(stored.filter(({ id }) => !written.has(id)).map(keyOf));
    for (const write of wanted) {
      if (taken.has(keyOf(write.after))) write.refuse(new SecondDefaultError(write.after.resource));
      taken.add(keyOf(write.after));
    }
  }

  private shieldAll(page: Page<RecordView>): Page<RecordView> {
    return { ...page, items: page.items.map((view) => this.shields.shield(view)) };
  }
}

function keyOf({ resource, ownerId }: Pick<View, 'resource' | 'ownerId'>): string {
  return `${resource} ${ownerId}`;
}

async function faultIn(
  { service }: RegisteredResource,
  part: string,
  value: unknown,
): Promise<ErrorDetail | undefined> {
  // No fields means all of them here, and none of them there.
  if (Array.isArray(value) && value.length === 0) return undefined;
  try {
    await service.checkSearch({ [part]: value });
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError) || error.status >= 500) throw error;
    const [detail = { field: part, message: 'is about records that you may not read' }] = error.details;
    const field = detail.field === part ? part : `${part}.${detail.field}`;
    return { field, message: detail.message };
  }
}
