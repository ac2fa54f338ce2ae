import { Injectable } from '@nestjs/common';
import { NotFoundError, PermissionDeniedError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { LinkCheck } from '../../platform/resource/link-check.js';
import { badFilter } from '../../platform/resource/list-filters.js';
import type { ListQuery } from '../../platform/resource/list-query.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../platform/resource/record-write.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import { ActivityLinks } from './activity-links.js';
import type { Activity } from './activity.entity.js';
import { activityResource } from './activity.policy.js';

/** What happened with customers: calls, mails, meetings, notes; each about any number of records. */
@Injectable()
export class ActivitiesService extends ResourceService<Activity> {
  constructor(foundation: RecordFoundation) {
    super(activityResource, foundation);
  }

  /**
   * The activities that are linked to a record of any published type, with all that lists can do.
   *
   * @param path first part of the record's own path: `contacts`
   * @throws {NotFoundError} 404 when the caller cannot read such a record
   * @throws {PermissionDeniedError} 403 when the caller may not see what activities are linked to
   */
  async listOf(path: string, id: string, query: ListQuery): Promise<Page<RecordView>> {
    const parent = this.foundation.registry.findByPath(path);
    if (parent?.descriptor.published !== true) throw new NotFoundError('Record');
    if (query['links'] !== undefined) throw badFilter('links', 'is what the path says');
    if (currentAccess().hiddenFields(this.descriptor.plural).has('links')) throw new PermissionDeniedError();
    const readable = await parent.service.findReadable([id]);
    if (!readable.has(id)) throw new NotFoundError('Record');
    return this.list({ ...query, links: `${parent.descriptor.name}:${id}` });
  }

  protected override async examine(writes: readonly RecordWrite<Activity>[]): Promise<void> {
    const now = this.foundation.clock.now().toISOString();
    // A PUT that does not name the time changes the telling, not when it was.
    for (const { after, before, input } of writes)
      after.occurredAt = input.occurredAt ?? before?.occurredAt ?? now;
    const links = writes.map((write) => new ActivityLinks(write));
    const check = await LinkCheck.of(
      this.foundation.registry,
      links.flatMap(({ added }) => added),
    );
    for (const each of links) each.judge(check);
  }
}
